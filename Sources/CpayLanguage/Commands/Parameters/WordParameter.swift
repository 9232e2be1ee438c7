import CpaySyntax
import CpayValue

/// One of a few words, which stand for the cases of `Choice`; given by name or left to its default.
///
/// The cases are taken when it is made: a type that asks for their conformances would have them
/// looked up at each start, which takes longer than the whole check of a program.
struct WordParameter<Choice: Sendable>: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String
  private let choices: [(word: String, choice: Choice)]
  private let fallback: Choice

  /// A word called `name`.
  init(_ name: String, default fallback: Choice, _ doc: String)
  where Choice: RawRepresentable<String> & CaseIterable {
    choices = Choice.allCases.map { ($0.rawValue, $0) }
    let words = choices.map(\.word)
    outlines = [ParameterOutline(name, words.joined(separator: "|"), wants: .words(words), doc)]
    (self.name, self.fallback) = (name, fallback)
  }

  func check(_ stage: StageChecker) -> Choice? {
    guard let value = stage.argument(name) else { return fallback }
    return stage.choice(value, .word, choices)
  }
}

/// One of a few words that is given by name, or none.
struct OptionalWordParameter<Choice: Sendable>: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String
  private let choices: [(word: String, choice: Choice)]

  /// A word called `name`, one of those.
  init(_ name: String, _ choices: [(word: String, choice: Choice)], _ doc: String) {
    let words = choices.map(\.word)
    outlines = [ParameterOutline(name, words.joined(separator: "|"), wants: .words(words), doc)]
    (self.name, self.choices) = (name, choices)
  }

  func check(_ stage: StageChecker) -> Choice?? {
    guard let value = stage.argument(name) else { return .some(nil) }
    return stage.choice(value, .word, choices).map { .some($0) }
  }
}

/// One of a few texts that is given by name, or none; in quotes, since they are signs.
struct OptionalTextParameter<Choice: Sendable>: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String
  private let choices: [(text: String, choice: Choice)]

  /// A text called `name`, one of those.
  init(_ name: String, _ choices: [(text: String, choice: Choice)], _ doc: String) {
    let literals = choices.map { TextLiteral.quoted($0.text) }
    outlines = [
      ParameterOutline(name, literals.joined(separator: "|"), wants: .words(literals), doc)
    ]
    (self.name, self.choices) = (name, choices)
  }

  func check(_ stage: StageChecker) -> Choice?? {
    guard let value = stage.argument(name) else { return .some(nil) }
    let text = value.isQuoted ? TextLiteral.text(value.mainText) : nil
    guard let found = choices.first(where: { $0.text == text }) else {
      stage.report(
        .wrongChoice(value.text, choices.map { TextLiteral.quoted($0.text) }), at: value.range)
      return nil
    }
    return .some(found.choice)
  }
}

/// A format of results, which stands by itself.
struct FormatParameter: CommandParameter {
  private let words = OutputFormat.allCases.map(\.rawValue)

  var outlines: [ParameterOutline] {
    [
      ParameterOutline(
        words.joined(separator: "|"), wants: .words(words),
        noun: "a format: \(words.joined(separator: ", "))", takes: "takes one format")
    ]
  }

  func check(_ stage: StageChecker) -> OutputFormat? {
    stage.operand().flatMap { value in
      stage.choice(value, .name, OutputFormat.allCases.map { ($0.rawValue, $0) })
    }
  }

  func facts(_ format: OutputFormat) -> StageFacts { StageFacts(detail: format.rawValue) }
}

/// Whether something is so, which is given by name or is not.
struct FlagParameter: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String

  /// A flag called `name`.
  init(_ name: String, _ doc: String) {
    outlines = [ParameterOutline(name, "true|false", wants: .value(.bool), doc)]
    self.name = name
  }

  func check(_ stage: StageChecker) -> CheckedExpression?? {
    guard let value = stage.argument(name) else { return .some(nil) }
    return stage.value(value, .bool).map { .some($0) }
  }
}

/// A value of a type, which no row takes part in; given by name or not.
struct ValueParameter: CommandParameter {
  let outlines: [ParameterOutline]
  private let name: String
  private let type: ValueType

  /// A value called `name`.
  init(_ name: String, _ type: ValueType, _ doc: String) {
    outlines = [ParameterOutline(name, type.typeName.uppercased(), wants: .value(type), doc)]
    (self.name, self.type) = (name, type)
  }

  func check(_ stage: StageChecker) -> CheckedExpression?? {
    guard let value = stage.argument(name) else { return .some(nil) }
    return stage.value(value, type).map { .some($0) }
  }
}

extension StageChecker {
  /// What a word stands for; reports one that stands for nothing.
  fileprivate func choice<Choice>(
    _ value: Syntax, _ kind: SyntaxKind, _ choices: [(word: String, choice: Choice)]
  ) -> Choice? {
    guard value.kind == kind, let found = choices.first(where: { $0.word == value.text }) else {
      report(.wrongChoice(value.text, choices.map(\.word)), at: value.range)
      return nil
    }
    return found.choice
  }

  /// A value of a type that no row takes part in.
  func value(_ value: Syntax, _ type: ValueType) -> CheckedExpression? {
    let before = state.errorCount
    guard let given = expressions.constant(value, FieldType(type)),
      expressions.isMember(
        TypedExpression(given, expressions.declaredType(of: value) ?? type), of: type,
        at: value.range)
    else {
      if state.errorCount == before, value.kind == .word {
        report(.wordNeedsParentheses(value.text), at: value.range)
      }
      return nil
    }
    return given
  }
}
