import CpayClient
import CpayLanguage
import FoundationEssentials
import Glibc

/// The folder of settings: `config.yaml`, which is the person's and only read; `profiles/`,
/// `default` and `keys/`, which are cpay's.
struct ProfileStore {
  /// `$XDG_CONFIG_HOME/cpay`.
  let folder: String

  /// The folder that the environment names; nil where it names none.
  init?(_ variables: [String: String]) {
    let home = variables["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let base = home ?? variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.config" : nil }
    guard let base else { return nil }
    folder = base + "/cpay"
  }

  /// The same, for what cannot go on without.
  static func required(_ variables: [String: String]) throws(ConnectionError) -> ProfileStore {
    guard let store = ProfileStore(variables) else { throw missing }
    return store
  }

  /// Nothing says where the folder is.
  static let missing = ConnectionError(
    message: "neither XDG_CONFIG_HOME nor HOME says where profiles lie", status: .usage)

  /// Where cpay keeps keys, one file a profile.
  var keys: String { folder + "/keys" }

  private func path(_ name: String) -> String { folder + "/profiles/\(name).yaml" }
  private var defaultPath: String { folder + "/default" }

  // MARK: Reading

  /// The names of the profiles there are, in order.
  ///
  /// A folder that cannot be read is not one without profiles: nobody could say then which ledger is
  /// whose.
  func names() throws(ConnectionError) -> [String] {
    let folder = folder + "/profiles"
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return [] }
      throw PrivateFile.failed(folder)
    }
    close(descriptor)
    let files: [String]
    do { files = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw ConnectionError(message: "\(folder) cannot be read", status: .ledger)
    }
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
      .filter(Profile.isName).sorted()
  }

  /// The profile of that name; nil where there is none.
  func find(_ name: String) throws(ConnectionError) -> Profile? {
    guard Profile.isName(name), let bytes = try read(path(name)) else { return nil }
    return try Profile(name, path(name), bytes)
  }

  /// The profile of that name.
  func profile(_ name: String) throws(ConnectionError) -> Profile {
    if let profile = try find(name) { return profile }
    let names = try names()
    let advice =
      Suggestion.nearest(to: name, among: names).map { "did you mean `\($0)`?" }
      ?? (names.isEmpty
        ? "`cpay login \(Profile.isName(name) ? name : "NAME")` makes one"
        : "there are \(names.joined(separator: ", "))")
    throw ConnectionError(message: "there is no profile `\(name)`; \(advice)", status: .usage)
  }

  /// All profiles.
  func all() throws(ConnectionError) -> [Profile] {
    var profiles: [Profile] = []
    for name in try names() {
      if let profile = try find(name) { profiles.append(profile) }
    }
    return profiles
  }

  /// The name of the default profile.
  func defaultName() throws(ConnectionError) -> String? {
    guard let bytes = try read(defaultPath) else { return nil }
    let name = String(decoding: bytes, as: UTF8.self).trimmed
    guard Profile.isName(name) else {
      throw ConnectionError(
        message: "\(defaultPath) names no profile; `cpay profiles use NAME` writes it",
        status: .usage)
    }
    return name
  }

  /// What the person's own file says of how servers are reached.
  func route() throws(ConnectionError) -> NetworkRoute {
    try personal().map { (file) throws(ConnectionError) in try NetworkRoute(file) }
      ?? NetworkRoute()
  }

  /// What it says of the keys that edit a line; nil for nothing.
  func editing() throws(ConnectionError) -> EditingKeys? {
    guard let file = try personal(), let name = try file.text("editing") else { return nil }
    guard let keys = EditingKeys(rawValue: name) else {
      throw file.mistake("`editing` is emacs or vi")
    }
    return keys
  }

  /// What it says of the program that shows long results; nil for nothing.
  func pager() throws(ConnectionError) -> String? {
    try personal().flatMap { (file) throws(ConnectionError) in try file.text("pager") }
  }

  /// The person's own file; nil where there is none.
  private func personal() throws(ConnectionError) -> SettingsFile? {
    let path = folder + "/config.yaml"
    guard let bytes = try read(path) else { return nil }
    return try SettingsFile(path, bytes, known: ["proxy", "ca_file", "editing", "pager"])
  }

  /// A file of the folder, which has to be private as well; nil where there is none.
  private func read(_ path: String) throws(ConnectionError) -> [UInt8]? {
    guard let bytes = try PrivateFile.read(path) else { return nil }
    try PrivateFile.requirePrivate(folder)
    return bytes
  }

  // MARK: Writing

  /// Does something that no other process does with these settings meanwhile.
  func alone<Result>(
    _ work: () throws(ConnectionError) -> Result
  ) throws(ConnectionError) -> Result {
    try PrivateFile.alone(folder + "/lock", work)
  }

  /// Keeps a profile with the key that cpay keeps for it, or without one.
  ///
  /// At no moment does a key stand beside a profile that would send it elsewhere. What would not be
  /// read again as it is written is not kept.
  func save(_ profile: Profile, key: [UInt8]?) throws(ConnectionError) {
    let (text, path, keyPath) = (
      try text(of: profile), path(profile.name), keys + "/" + profile.name
    )
    let file = try PrivateFile.prepare(text, for: path)
    if let key {
      let keyFile = try PrivateFile.prepare(key, for: keyPath)
      _ = try PrivateFile.remove(path)
      try PrivateFile.put(keyFile, at: keyPath)
    }
    try PrivateFile.put(file, at: path)
    if key == nil { _ = try PrivateFile.remove(keyPath) }
  }

  /// Changes where the ledger of a profile is; its key stays as it is.
  func setLedger(_ folder: String, of name: String) throws(ConnectionError) {
    var profile = try profile(name)
    profile.ledger = folder
    try PrivateFile.write(try text(of: profile), to: path(name))
  }

  /// What a profile's file holds.
  /// - Throws: ``ConnectionError`` for what would not be read again as it is.
  private func text(of profile: Profile) throws(ConnectionError) -> [UInt8] {
    let (text, path) = (Array(profile.text.utf8), path(profile.name))
    guard try Profile(profile.name, path, text) == profile else {
      throw ConnectionError(
        message: "\(path): what it would hold cannot be read again as it is", status: .usage)
    }
    return text
  }

  /// Takes a profile away, its key first; says whether there was such a key.
  func remove(_ name: String) throws(ConnectionError) -> Bool {
    let hadKey = try PrivateFile.remove(keys + "/" + name)
    _ = try PrivateFile.remove(path(name))
    if (try? defaultName()) == name { _ = try PrivateFile.remove(defaultPath) }
    return hadKey
  }

  /// Makes a profile the one that is used where nothing else is said.
  func makeDefault(_ name: String) throws(ConnectionError) {
    try PrivateFile.write(Array("\(name)\n".utf8), to: defaultPath)
  }
}
