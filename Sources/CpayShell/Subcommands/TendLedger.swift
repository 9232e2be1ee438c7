import CpayClient
import CpayLanguage
import CpayLedger
import CpayRuntime
import CpayValue

/// `cpay ledger`: whether it is whole, where it is, and what it need not keep.
struct TendLedger {
  private let program: CommandLineTool
  private let profile: String?

  /// On the ledger of that profile, or of the account that a run would work on.
  init(_ program: CommandLineTool, _ profile: String?) {
    (self.program, self.profile) = (program, profile)
  }

  func check() -> ExitStatus {
    program.withLedger(of: profile, looking: true) { ledger in
      let flaws = try ledger.flaws()
      for flaw in flaws { program.errors.sentence("cpay: \(flaw)") }
      if flaws.isEmpty {
        program.errors.line(
          try ledger.accounts().isEmpty ? "it remembers nothing yet" : "the ledger is whole")
      }
      return flaws.isEmpty ? .success : .ledger
    }
  }

  // MARK: Forgetting

  func forget(_ command: CpayCommand.TendLedger.Forget) async -> ExitStatus {
    guard let moment = Timestamp(fileText: command.before) else {
      program.errors.sentence(
        "cpay: \(command.before) is no date; write it as 2026-01-31, or as 2026-01-31T12:00Z")
      return .usage
    }
    var forgettable: Ledger.Forgettable?
    let status = program.withLedger(of: profile) { ledger in
      forgettable = try ledger.forgettable(before: moment)
      return .success
    }
    guard status == .success, let found = forgettable else { return status }
    if found.rows == 0 {
      program.errors.sentence("no run that ended before \(moment.display) has texts to forget")
      return .success
    }
    program.errors.sentence(
      "\(rows(found)) of \(found.runs == 1 ? "1 run" : "\(found.runs) runs") that ended before "
        + "\(moment.display) still \(found.rows == 1 ? "has" : "have") evidence, and disputes as they "
        + "were seen; forgotten, they are gone for good")
    guard await agrees(to: found, command) else { return .waiting }
    return program.withLedger(of: profile) { ledger in
      guard try ledger.forget(before: moment, found) else {
        program.errors.sentence("nothing was forgotten: there is another number of rows by now")
        return .waiting
      }
      program.errors.sentence("\(rows(found)) forgotten; outcomes, keys and digests stay")
      return .success
    }
  }

  private func rows(_ found: Ledger.Forgettable) -> String {
    found.rows == 1 ? "1 row" : "\(found.rows) rows"
  }

  /// Whether someone agrees to just that, beforehand or when asked.
  private func agrees(
    to found: Ledger.Forgettable, _ command: CpayCommand.TendLedger.Forget
  ) async -> Bool {
    func withheld(_ reason: String) -> Bool {
      program.errors.sentence("nothing was forgotten; \(reason)")
      return false
    }
    if let max = command.max, found.rows > max {
      return withheld("\(found.rows) is more than the \(max) agreed to")
    }
    let way = "to forget them: --apply --max \(found.rows)"
    if command.apply { return command.max != nil || withheld(way) }
    let cancellation = Cancellation()
    guard let question = program.question(stopping: cancellation) else { return withheld(way) }
    let answer = await question("type \(found.rows) to forget them, Enter to leave it: ")
    return answer?.trimmed == String(found.rows) || withheld("not confirmed")
  }

  // MARK: Moving

  func move(to folder: String) -> ExitStatus {
    guard !folder.isEmpty else {
      program.errors.sentence("cpay: the name of the folder to move to is empty")
      return .usage
    }
    do {
      var new = try FileAccess(folder: program.folder).absolute(folder)
      while new.hasSuffix("/"), new != "/" { new.removeLast() }
      let move = try LedgerMove(
        from: try LedgerPlaces.movable(of: profile, program.variables), to: new, program.variables)
      try move()
      program.errors.sentence(
        "the ledger is in \(move.new) now; everything that named \(move.old) names it")
      return .success
    } catch {
      program.errors.sentence("cpay: \(ErrorText.line(error))")
      return ErrorText.status(error)
    }
  }
}

extension CpayCommand.TendLedger {
  func run(in tool: CommandLineTool) -> ExitStatus { TendLedger(tool, nil).check() }
}

extension CpayCommand.TendLedger.Check {
  func run(in tool: CommandLineTool) -> ExitStatus { TendLedger(tool, ledger.profile).check() }
}

extension CpayCommand.TendLedger.Forget {
  func run(in tool: CommandLineTool) async -> ExitStatus {
    await TendLedger(tool, ledger.profile).forget(self)
  }
}

extension CpayCommand.TendLedger.Move {
  func run(in tool: CommandLineTool) -> ExitStatus {
    TendLedger(tool, ledger.profile).move(to: folder)
  }
}
