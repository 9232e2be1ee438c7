import CpayModel
import CpaySyntax
import CpayValue

/// A field that holds the id of another object.
struct ReferenceParameter: CommandParameter {
  /// The field and what its ids are of.
  struct Value {
    let field: FieldReference
    let resource: Resource
  }

  let outlines = [
    ParameterOutline(
      "FIELD", wants: .reference, noun: "a field that holds an id", takes: "takes one field")
  ]

  func check(_ stage: StageChecker) -> Value? {
    guard let operand = stage.operand(), let typed = stage.expressions.expression(operand) else {
      return nil
    }
    guard let rows = stage.rows, !rows.isMade, case .field(let field) = typed.expression,
      case .id(_, let name) = field.type, rows.subject?.name != name,
      let resource = Resource.served.first(where: { $0.name == name })
    else {
      stage.report(.notAReference(operand.text, stage.rows), at: operand.range)
      return nil
    }
    return Value(field: field, resource: resource)
  }

  func facts(_ value: Value) -> StageFacts {
    StageFacts(detail: value.field.name, reads: [value.field.name])
  }
}
