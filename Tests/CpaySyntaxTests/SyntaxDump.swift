import CpaySyntax

/// The shape of a tree in one line: `(disputes status=won) | (where (> amount 5))`.
func dump(_ syntax: Syntax) -> String {
  let children = syntax.children.map(dump)
  let main = syntax.mainText
  let all = children.joined(separator: " ")
  func form(_ head: String) -> String { "(" + ([head] + children).joined(separator: " ") + ")" }
  return switch syntax.kind {
  case .program: children.joined(separator: " ; ")
  case .editionStatement: "(cpay \(main))"
  case .allowStatement: form("allow")
  case .useStatement: "(use \(main))"
  case .paramStatement: form("param \(main)")
  case .defStatement: form("def \(main)")
  case .formal: "[\(main) \(all)]"
  case .type: children.isEmpty ? main : "\(main)<\(all)>"
  case .optionalType: "\(all)?"
  case .requireStatement: form("require")
  case .template: form("text")
  case .fileTemplate: form("path")
  case .textPiece: "‹\(TextLiteral.piece(main))›"
  case .letStatement: form("let \(main)")
  case .explainStatement: form("explain")
  case .pipelineStatement: all
  case .pipeline: children.joined(separator: " | ")
  case .commandStage: form(main)
  case .valueStage: form("value")
  case .lastResultStage: "_"
  case .argument: "\(main)=\(all)"
  case .key: syntax.mainRange == syntax.child.mainRange ? all : "\(all):\(main)"
  case .or: form("or")
  case .and: form("and")
  case .not: form("not")
  case .comparison, .arithmetic: form(main)
  case .negatedComparison: form("not-\(main)")
  case .negation: form("neg")
  case .member: form(".\(main)")
  case .subscription: form("at")
  case .literal, .name, .variable, .word: main
  case .call: "\(main)(\(children.joined(separator: ", ")))"
  case .parenthesized: "(\(all))"
  case .subpipeline: "$(\(all))"
  case .conditional: form("if")
  case .list: "[\(all)]"
  case .record: "{\(all)}"
  case .recordMember: "\(main): \(all)"
  case .missing: "?"
  }
}

/// The shape of the tree of `text`.
func dump(_ text: String) -> String { dump(Parser.parse(Source(text)).root) }
