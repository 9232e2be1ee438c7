import Foundation

/// Sees in every command that tests run that the keys which it was given are shown nowhere, and kept in
/// no file but that of their profile.
struct KeyWatch {
  private let folder: String
  private let keys: [Data]
  private let before: Set<String>

  /// A key that a test made up for its look is shorter.
  private static let shortestKey = 20

  /// Takes note of the keys that a command is given, and of the files that hold one already.
  init(folder: String, input: [UInt8], environment: [String: String]) {
    let kept = KeyWatch.files(in: folder + "/config/cpay/keys").map {
      String(decoding: $0.content, as: UTF8.self)
    }
    let given = kept + [String(decoding: input, as: UTF8.self)] + environment.values
    let keys = given.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }
      .filter { word in
        word.utf8.count >= KeyWatch.shortestKey
          && ["sk_test_", "sk_live_", "rk_test_", "rk_live_"].contains { word.hasPrefix($0) }
      }.map { Data($0.utf8) }
    self.folder = folder
    self.keys = keys
    before = keys.isEmpty ? [] : Set(KeyWatch.holders(in: folder, of: keys))
  }

  /// Where a key has come to stand; nil for nowhere.
  func leak(by run: CommandRig.Run) -> String? {
    if keys.isEmpty { return nil }
    for text in [run.output, run.errors] where KeyWatch.holds(Data(text.utf8), keys) {
      return "a key was shown: \(text)"
    }
    return KeyWatch.holders(in: folder, of: keys).first { name in
      !before.contains(name) && !name.hasPrefix("config/cpay/keys/")
    }.map { "a key was kept in \($0)" }
  }

  private static func holds(_ content: Data, _ keys: [Data]) -> Bool {
    keys.contains { content.range(of: $0) != nil }
  }

  private static func holders(in folder: String, of keys: [Data]) -> [String] {
    files(in: folder).filter { holds($0.content, keys) }.map(\.name)
  }

  private static func files(in folder: String) -> [(name: String, content: Data)] {
    let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
    return names.compactMap { name in
      FileManager.default.contents(atPath: folder + "/" + name).map { (name, $0) }
    }
  }
}
