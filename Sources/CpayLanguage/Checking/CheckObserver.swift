import CpaySyntax
import CpayValue

/// Is told what the checker wants at each word it comes by, as completion wants to know.
protocol CheckObserver: AnyObject {
  /// The checker has come by `word`, nil where nothing stands, and wants `wanted` there.
  func observe(_ word: String?, _ environment: CheckEnvironment, _ wanted: () -> Wanted)
}

/// What the checker wants where a word stands.
enum Wanted {
  /// What a pipeline begins with.
  case source
  /// A command behind that; those that show or save only where they may.
  case stage(after: PipelineType, mayShow: Bool, mayWrite: Bool)
  /// A value or an argument of the command, behind the items before it.
  case item(CommandDeclaration, RowType?, before: [Syntax], given: [String])
  /// The value of an argument; the rows beside those of the command where they are joined.
  case argument(ParameterOutline.Wants, RowType?, other: RowType?)
  /// An argument of a definition.
  case formal(Definition, given: [String])
  /// A value in an expression, with the type it should have; sums where those may stand.
  case value(RowType?, ValueType?, sums: Bool)
  /// A key or a part of a value of that type.
  case part(of: ValueType)
  /// A key of an object that holds the id of another one.
  case reference(in: RecordType)
  /// A key of a record being written.
  case key(of: RecordType, given: [String])
  /// A variable; nil for one that holds anything.
  case variable(Holding?)
  /// A type of a parameter.
  case type
  /// A resource that an id can be of.
  case resource
  /// A command that a script has to allow.
  case allowance

  /// What a variable has to hold.
  enum Holding {
    case value
    case rows
  }
}

extension Syntax {
  /// The names of the arguments that a stage is given.
  var argumentNames: [String] {
    children.filter { $0.kind == .argument }.map(\.mainText)
  }
}
