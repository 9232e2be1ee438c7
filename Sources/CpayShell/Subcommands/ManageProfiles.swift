import CpayClient
import CpayValue

/// `cpay profiles`, `cpay profiles use` and `cpay logout`.
struct ManageProfiles {
  private let program: CommandLineTool

  init(_ program: CommandLineTool) {
    self.program = program
  }

  func list() -> ExitStatus {
    reporting { () throws(ConnectionError) in
      let store = try ProfileStore.required(program.variables)
      let chosen = try store.defaultName()
      let rows = try store.all().map { profile -> [Value.Member] in
        [
          Value.Member(name: "profile", value: .string(profile.name)),
          Value.Member(name: "mode", value: .string(profile.mode.rawValue)),
          Value.Member(name: "origin", value: .string(profile.origin.url)),
          Value.Member(name: "key", value: .string(profile.key.text)),
          Value.Member(name: "default", value: .bool(profile.name == chosen)),
        ]
      }
      program.show(rows, columns: ["profile", "mode", "origin", "key", "default"])
      if rows.isEmpty { program.errors.line("there are no profiles; `cpay login NAME` makes one") }
    }
  }

  func use(_ name: String) -> ExitStatus {
    reporting { () throws(ConnectionError) in
      let store = try ProfileStore.required(program.variables)
      guard !(try store.profile(name)).isLive else {
        throw ConnectionError(
          message: "\(name) is live, and a live profile is never the default; name it each time: "
            + "--profile \(name)", status: .usage)
      }
      try store.makeDefault(name)
      program.errors.sentence("\(name) is the default profile")
    }
  }

  func logOut(_ name: String) -> ExitStatus {
    reporting { () throws(ConnectionError) in
      let store = try ProfileStore.required(program.variables)
      let profile = try? store.profile(name)
      // A file that cannot be read any more goes, too.
      guard profile != nil || store.names.contains(name) else {
        throw ConnectionError(message: "there is no profile `\(name)`", status: .usage)
      }
      let hadKey = try store.remove(name)
      program.errors.sentence(
        "\(name) is gone\(hadKey ? ", and its key" : ""); revoke the key where it was made, too")
      let own = try Connection.stateFolder(program.variables)
      let folder = profile?.ledger ?? own
      program.errors.sentence("what was sent under it stays in the ledger in \(folder)")
    }
  }

  private func reporting(_ work: () throws(ConnectionError) -> Void) -> ExitStatus {
    do throws(ConnectionError) {
      try work()
      return .success
    } catch {
      program.errors.sentence("cpay: \(error.message)")
      return error.status
    }
  }
}

extension CommandLineTool {
  /// Shows records: a table at a terminal, NDJSON elsewhere.
  func show(_ rows: [[Value.Member]], columns: [String]) {
    guard output.isTerminal else {
      var writer = JSONWriter()
      for row in rows {
        writer.value(.record(row))
        writer.endLine()
      }
      return output.write(writer.bytes)
    }
    let cells = CellText(now: Connection.systemTime())
    let table = Table(
      columns: columns.map { Table.Column($0) },
      rows: rows.map { row in row.map { cells.text($0.value, named: $0.name) } })
    for line in table.lines(width: output.width()) { output.line(line) }
  }
}

extension CpayCommand.Profiles {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).list() }
}

extension CpayCommand.Profiles.List {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).list() }
}

extension CpayCommand.Profiles.Use {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).use(name) }
}

extension CpayCommand.Logout {
  func run(in tool: CommandLineTool) -> ExitStatus { ManageProfiles(tool).logOut(name) }
}
