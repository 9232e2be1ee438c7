import CpayLanguage
import CpaySyntax
import CpayValue

/// Completes the words of a shell's command line that name a program's file and its parameters.
struct ShellCompletion {
  /// The words before the one being completed, without the command's own name.
  private let before: [String]
  private let typed: String
  private let files: FileAccess

  /// The word at `index` of the command line, of which `typed` is there; relative paths start
  /// from the working folder.
  init(
    _ words: [String], at index: Int, _ typed: String, _ files: FileAccess = FileAccess(folder: nil)
  ) {
    before = Array(words.prefix(max(index, 0)).dropFirst())
    self.typed = typed
    self.files = files
  }

  /// What the word may be.
  var words: [String] {
    guard let program else { return typed.hasPrefix("-") ? [] : programs }
    let parameters = Checker.parameters(of: program, .forCommandLine)
    if let (name, value, prefix) = value {
      let parameter = parameters.first { $0.name == name }
      return parameter.map { values(of: $0, value).map { prefix + $0 } } ?? []
    }
    let given = before.compactMap(\.optionName)
    return parameters.filter { !given.contains($0.name) }
      .map { $0.type.type == .bool ? "--\($0.name)" : "--\($0.name)=" }
      .filter { $0.hasPrefix(typed) }
  }

  // MARK: The program

  /// The first file on the line that can be read, one called `.cpay` before others.
  private var program: Source? {
    let names = before.filter { !$0.hasPrefix("-") && $0 != "run" }
    for name in names.filter({ $0.hasSuffix(".cpay") }) + names {
      if case .success(let bytes) = files.read(name) { return Source(name: name, bytes: bytes) }
    }
    return nil
  }

  private var programs: [String] {
    files.names(startingWith: typed).filter { $0.hasSuffix(".cpay") || $0.hasSuffix("/") }
  }

  // MARK: Values

  /// The parameter whose value is being typed, what there is of the value, and what stands before
  /// it in the same word; bash cuts words at `=`.
  private var value: (name: String, value: String, prefix: String)? {
    if let name = typed.optionName, let sign = typed.firstIndex(of: "=") {
      let value = String(typed[typed.index(after: sign)...])
      return (name, value, String(typed[...sign]))
    }
    let isCut = before.last == "=" || typed == "="
    let option = before.last == "=" ? before.dropLast().last : before.last
    guard let name = option?.optionName, option?.contains("=") == false else { return nil }
    guard isCut || !typed.hasPrefix("-") else { return nil }
    return (name, typed == "=" ? "" : typed, "")
  }

  private func values(of parameter: CheckedProgram.Parameter, _ value: String) -> [String] {
    switch parameter.type.type {
    case .enumeration(let type): type.members.map(\.name).filter { $0.hasPrefix(value) }
    case .bool: ["true", "false"].filter { $0.hasPrefix(value) }
    case .file: files.names(startingWith: value)
    default: []
    }
  }
}

extension String {
  /// The name in `--name` or `--name=value`.
  fileprivate var optionName: String? {
    guard hasPrefix("--"), utf8.count > 2 else { return nil }
    return dropFirst(2).split(separator: "=", omittingEmptySubsequences: false).first
      .map(String.init)
  }
}
