import CpayModel
import CpaySyntax
import CpayValue

/// What a command takes in one place, with the one check that makes a value of it.
protocol CommandParameter<Value>: Sendable {
  /// What the check makes.
  associatedtype Value: Sendable
  /// What may be written for it, in the order of its usage.
  var outlines: [ParameterOutline] { get }
  /// The value a stage gives; nil after a mistake, which has been reported.
  func check(_ stage: StageChecker) -> Value?
  /// What there is to tell of the value.
  func facts(_ value: Value) -> StageFacts
}

extension CommandParameter {
  func facts(_ value: Value) -> StageFacts { StageFacts() }
}

/// What there is to tell of the values a stage is given.
struct StageFacts {
  /// What it works with, in a few words.
  var detail = ""
  /// The fields it reads.
  var reads: [String] = []
  /// The columns it makes.
  var makes: [String] = []
}

/// What may be written in one place of a command: for usage, help and completion.
public struct ParameterOutline: Sendable {
  /// The name before `=`; nil for what stands behind the command by itself.
  public let name: String?
  /// What stands for it in usage.
  public let placeholder: String
  /// What it does, in one line; empty for what stands by itself.
  public let doc: String
  /// Whether the command needs it.
  public let isRequired: Bool
  /// What is to be found for it while someone types.
  let wants: Wants
  /// What the command says it needs: `a number`.
  let noun: String
  /// What the command says it takes, when it is given too much: `takes one number`.
  let takes: String

  /// What is to be found for a parameter while someone types.
  enum Wants: Sendable {
    /// Nothing that could be listed.
    case nothing
    /// A condition on the rows.
    case condition
    /// A whole number.
    case count
    /// Fields of the rows, several of them; with `asc` or `desc` behind each where they order.
    case fields(ordered: Bool)
    /// One field, or several in brackets.
    case keys
    /// A field to name by and a value to draw.
    case labelAndValue
    /// New columns.
    case assignments
    /// A column that both sides have.
    case sharedColumn
    /// Paths to ids whose objects can be put in their places.
    case references
    /// Other rows.
    case rows
    /// A file that is used so.
    case file(FileParameter.Use)
    /// One of those words.
    case words([String])
    /// One id.
    case id(Resource)
    /// Several ids.
    case ids(Resource)
    /// A value of that type, which no row takes part in.
    case value(ValueType)
    /// A record of that type, written out or in a file.
    case record(RecordType)
  }

  /// What stands behind the command by itself.
  init(_ placeholder: String, wants: Wants, noun: String, takes: String, isRequired: Bool = true) {
    (name, doc) = (nil, "")
    (self.placeholder, self.wants, self.isRequired) = (placeholder, wants, isRequired)
    (self.noun, self.takes) = (noun, takes)
  }

  /// What is given by name.
  init(_ name: String, _ placeholder: String, isRequired: Bool = false, wants: Wants, _ doc: String)
  {
    (self.name, self.doc) = (name, doc)
    (self.placeholder, self.wants, self.isRequired) = (placeholder, wants, isRequired)
    (noun, takes) = ("`\(name)=`", "")
  }

  /// Whether `name=value` behind the command makes a column.
  var makesColumns: Bool {
    switch wants {
    case .fields(ordered: false), .assignments: name == nil
    default: false
    }
  }

  /// Whether one value stands behind the command by itself, and no more.
  var isSingle: Bool {
    switch wants {
    case .fields, .references, .labelAndValue, .assignments: false
    default: name == nil
    }
  }

  /// Whether it is a condition on the rows.
  var isCondition: Bool { if case .condition = wants { true } else { false } }

  /// Whether it is a file.
  var isFile: Bool { if case .file = wants { true } else { false } }

  /// How many values stand behind the command by themselves at least.
  var valueCount: Int { if case .labelAndValue = wants { 2 } else { name == nil ? 1 : 0 } }

  /// How it is written: `NUMBER`, `evidence=EVIDENCE`; what may be left out stands in brackets.
  var usage: String {
    guard let name else { return placeholder }
    return isRequired ? "\(name)=\(placeholder)" : "[\(name)=\(placeholder)]"
  }
}

/// The parameters of a command and the values that checking makes of them all.
struct Parameters<Values>: Sendable {
  let outlines: [ParameterOutline]
  let check: @Sendable (StageChecker) -> Values?
  let facts: @Sendable (Values) -> StageFacts

  /// Thrown inside only, to leave a tuple of values that one is missing of.
  private struct Mistaken: Error {}

  init<each Parameter: CommandParameter>(
    _ parameters: repeat each Parameter
  ) where Values == (repeat (each Parameter).Value) {
    var outlines: [ParameterOutline] = []
    repeat outlines += (each parameters).outlines
    self.outlines = outlines
    check = { stage in
      let before = stage.state.errorCount
      let checked: (repeat (each Parameter).Value?)? = stage.withoutEchoes {
        guard stage.checkItems() || stage.state.observer != nil else { return nil }
        // Each is checked, so that each mistake is told.
        return (repeat (each parameters).check(stage))
      }
      guard let checked, stage.state.errorCount == before else { return nil }
      // Not `try?`, which would take a value that may be left out for one that is missing.
      do { return (repeat try Parameters.known(each checked)) } catch { return nil }
    }
    facts = { values in
      var all = StageFacts()
      for facts in repeat (each parameters).facts(each values) {
        if !facts.detail.isEmpty {
          all.detail += all.detail.isEmpty ? facts.detail : ", " + facts.detail
        }
        all.reads += facts.reads
        all.makes += facts.makes
      }
      return all
    }
  }

  private static func known<Value>(_ value: Value?) throws(Mistaken) -> Value {
    guard let value else { throw Mistaken() }
    return value
  }
}
