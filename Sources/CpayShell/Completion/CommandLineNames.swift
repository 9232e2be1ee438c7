import CpayLedger
import Glibc

/// The names there are on this machine that a shell's command line may hold: those of profiles, and of
/// runs.
enum CommandLineNames {
  /// The profiles whose names begin so.
  @Sendable static func profiles(_ typed: String) -> [String] {
    let names = (try? ProfileStore(variables)?.names()) ?? []
    return names.filter { $0.hasPrefix(typed) }
  }

  /// The runs whose names begin so, the newest first, in the ledger that the words before name.
  @Sendable static func runs(_ words: [String], _ typed: String) -> [String] {
    let place = words.lastIndex(of: "--profile").map { $0 + 1 }
    let named = place.flatMap { $0 < words.count ? words[$0] : nil }
    let joined = words.last { $0.hasPrefix("--profile=") }?.dropFirst("--profile=".utf8.count)
    let silent = OutputStream { _ in }
    let tool = CommandLineTool(
      arguments: [], variables: variables, input: InputStream([]), output: silent, errors: silent)
    var names: [String] = []
    _ = tool.withLedger(of: named ?? joined.map(String.init), looking: true) { ledger in
      names = try ledger.runs().map(\.name)
      return .success
    }
    return names.filter { $0.hasPrefix(typed) }
  }

  /// The variables that say where settings and ledgers lie.
  private static var variables: [String: String] {
    let names = ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CPAY_PROFILE"]
    return names.reduce(into: [:]) { found, name in
      if let value = unsafe getenv(name) { found[name] = unsafe String(cString: value) }
    }
  }
}
