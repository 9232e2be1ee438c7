import CpayModel
import CpaySyntax
import CpayValue

/// The words of what can be wrong with definitions.
extension Diagnostic {
  static func definitionIsCommand(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E120", "`\(name)` is a command", at: range, advice: "choose another name")
  }

  static func definitionUsesItself(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E121", "`\(name)` uses itself", at: range, advice: "there is no recursion")
  }

  static func usesItself(_ path: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E121", "\(path) uses itself", at: range)
  }

  static func definitionBegins(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E403", "`\(name)` begins a pipeline", at: range, advice: "put it first")
  }

  static func definitionFollows(_ name: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E403", "`\(name)` does not begin a pipeline", at: range,
      advice: "begin with what it works on: `disputes | \(name) …`")
  }

  static func definitionTakesNames(_ definition: Definition, at range: Range<Int>) -> Diagnostic {
    let names = definition.formals.map { "\($0.name)=" }.joined(separator: ", ")
    return Diagnostic(
      "E103", "`\(definition.name)` takes \(names.isEmpty ? "nothing" : names)", at: range)
  }

  static func unknownFormal(
    _ name: String, of definition: Definition, at range: Range<Int>
  ) -> Diagnostic {
    let names = definition.formals.map(\.name)
    let (advice, fix) = advice(
      name, among: names, at: range,
      otherwise: names.isEmpty ? "it takes none" : "it takes \(names.joined(separator: ", "))")
    return Diagnostic(
      "E102", "`\(definition.name)` has no argument `\(name)`", at: range, advice: advice, fix: fix)
  }

  static func missingFormal(
    _ name: String, of definition: Definition, at range: Range<Int>
  ) -> Diagnostic {
    Diagnostic("E103", "`\(definition.name)` needs `\(name)=`", at: range)
  }

  static func notInUsedFile(_ what: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E122", "a used file holds definitions and variables; this is \(what)", at: range,
      advice: "put it into the program that uses the file")
  }

  static func tooManyStages(_ maximum: Int, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      "E006", "the program comes to more than \(maximum) stages", at: range,
      advice: "definitions count wherever they are used")
  }

  static func tooManyFiles(_ maximum: Int, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E006", "the program uses more than \(maximum) files", at: range)
  }

  static func tooManyDefinitions(_ maximum: Int, at range: Range<Int>) -> Diagnostic {
    Diagnostic("E006", "there are more than \(maximum) definitions", at: range)
  }
}
