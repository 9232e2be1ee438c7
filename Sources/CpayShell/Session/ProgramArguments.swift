import CpayLanguage
import CpayValue

/// Reads what the command line gives to a program's parameters.
struct ProgramArguments {
  private let words: [String]
  /// Where the files given lie, if not where the program's own do.
  private let start: FileAccess?

  /// Why the parameters cannot be given their values.
  struct Failure: Error, Hashable {
    /// What is wrong, then what there is.
    let lines: [String]
  }

  /// The words `--name=value` or `--name value`; files are relative to `start`, and the program's
  /// own files to `home`.
  init(_ words: [String], from start: FileAccess, to home: FileAccess) {
    self.words = words
    self.start = start.folder == home.folder ? nil : start
  }

  /// The values given, by name.
  /// - Throws: ``Failure`` for a name the program does not have, a value of another type, or a
  ///   parameter that needs a value and has none.
  func callAsFunction(_ program: CheckedProgram) throws(Failure) -> [String: Value] {
    var values: [String: Value] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      let (name, written) = try split(word)
      guard let parameter = program.parameters.first(where: { $0.name == name }) else {
        throw unknown(name, program)
      }
      guard let text = written ?? value(of: parameter, &rest) else {
        throw Failure(lines: ["cpay: --\(name) needs a value: --\(name)=\(parameter.placeholder)"])
      }
      if values[name] != nil { throw Failure(lines: ["cpay: --\(name) is given twice"]) }
      do throws(ParameterError) {
        values[name] = try anchored(parameter.value(of: text))
      } catch {
        throw Failure(lines: ["cpay: --\(name)=\(text): \(error.reason)"])
      }
    }
    let missing = program.parameters.filter { $0.fallback == nil && values[$0.name] == nil }
    if let first = missing.first {
      throw Failure(
        lines: ["cpay: --\(first.name)=\(first.placeholder) is missing"]
          + ProgramArguments.help(program.parameters))
    }
    return values
  }

  private func split(_ word: String) throws(Failure) -> (name: String, value: String?) {
    guard word.hasPrefix("--") else {
      throw Failure(lines: ["cpay: `\(word)` is neither an option nor a parameter of the program"])
    }
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
  }

  /// The next word, where the value stands by itself; a switch needs none.
  private func value(
    of parameter: CheckedProgram.Parameter, _ rest: inout ArraySlice<String>
  ) -> String? {
    if parameter.type.type == .bool { return "true" }
    guard let next = rest.first, !next.hasPrefix("--") else { return nil }
    rest = rest.dropFirst()
    return next
  }

  /// Files given here lie where the command was called, not beside the script.
  private func anchored(_ value: Value) throws(ParameterError) -> Value {
    guard let start, case .file(let path) = value, path != "-", !path.isRooted else {
      return value
    }
    do throws(FileFailure) {
      return .file(try start.absoluteFolder() + "/" + path)
    } catch {
      throw ParameterError(reason: error.reason)
    }
  }

  private func unknown(_ name: String, _ program: CheckedProgram) -> Failure {
    if program.parameters.isEmpty {
      return Failure(lines: [
        "cpay: there is no option --\(name); `cpay help run` shows those there are"
      ])
    }
    let near = Suggestion.nearest(to: name, among: program.parameters.map(\.name))
    let advice = near.map { "; did you mean --\($0)?" } ?? ""
    return Failure(
      lines: ["cpay: the program has no parameter --\(name)\(advice)"]
        + ProgramArguments.help(program.parameters))
  }

  /// The parameters, one a line.
  static func help(_ parameters: [CheckedProgram.Parameter]) -> [String] {
    let names = parameters.map { "--\($0.name)=\($0.placeholder)" }
    let width = names.map(\.utf8.count).max() ?? 0
    return zip(names, parameters).map { name, parameter in
      let fallback = parameter.fallbackText.map { "(by default \($0))" }
      let text = [parameter.help, fallback].compactMap(\.self).joined(separator: " ")
      let left = "  " + DisplayText(name).padded(to: width)
      return text.isEmpty ? "  " + name : left + "  " + text
    }
  }
}

extension CheckedProgram.Parameter {
  /// What stands for the value in help.
  var placeholder: String { type.typeName.uppercased() }
}
