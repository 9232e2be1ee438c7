/// A parsed text: every byte in a token, the tokens in nodes, and what is wrong with it.
///
/// Nodes and tokens are flat arrays, so that a tree is cheap to walk; each node refers to the one tree.
public final class SyntaxTree: Sendable {
  /// The text.
  public let source: Source
  /// All tokens in order, blanks and comments included: together they are the text.
  public let tokens: [Token]
  /// What is wrong with the text, in the order of its places.
  public let diagnostics: [Diagnostic]
  /// Whether the text is the beginning of a program: nothing is wrong but that it ends too soon.
  public let isPartial: Bool
  let nodes: [Node]
  let children: [UInt32]

  init(
    source: Source, tokens: [Token], diagnostics: [Diagnostic], isPartial: Bool, nodes: [Node],
    children: [UInt32]
  ) {
    (self.source, self.tokens) = (source, tokens)
    (self.diagnostics, self.isPartial) = (diagnostics, isPartial)
    (self.nodes, self.children) = (nodes, children)
  }

  /// The program.
  public var root: Syntax { Syntax(tree: self, index: UInt32(nodes.count - 1)) }
}

/// A node as stored: what it is, which tokens it covers, which of them says what it is.
struct Node: Sendable {
  let kind: SyntaxKind
  let firstToken: UInt32
  /// One past the last token.
  let endToken: UInt32
  /// The token that carries the name, literal or operator.
  let mainToken: UInt32
  let firstChild: UInt32
  let childCount: UInt32
  /// Levels of nodes from here down; a chain such as `a + b + c` is one.
  let height: UInt16
}

/// The kinds of node; the comment says which token is the main one and what the children are.
public enum SyntaxKind: UInt8, Sendable {
  /// Children: statements.
  case program

  /// `cpay 1`. Main: the number.
  case editionStatement
  /// `allow submit, close`. Children: names.
  case allowStatement
  /// `use @file`. Main: the file.
  case useStatement
  /// `param name: type = default`. Main: the name. Children: the type, the default if there is one.
  case paramStatement
  /// `let name = pipeline`. Main: the name. Child: the pipeline.
  case letStatement
  /// `def name(formals) = pipeline`. Main: the name. Children: formals, then the pipeline.
  case defStatement
  /// `name: type = default`. Main: the name. Children: the type, the default if there is one.
  case formal
  /// `list<string>`. Main: the name. Child: what stands in the angle brackets, if anything.
  case type
  /// `type?`. Main: the type's name. Child: the type.
  case optionalType
  /// `require condition, message`. Children: both.
  case requireStatement
  /// `explain pipeline`. Child: the pipeline.
  case explainStatement
  /// Child: the pipeline.
  case pipelineStatement

  /// Children: stages.
  case pipeline
  /// Main: the command's name. Children: arguments and keys.
  case commandStage
  /// A value as the first stage. Child: the expression.
  case valueStage
  /// The empty place before a leading `|`, which stands for the last result.
  case lastResultStage

  /// `name=value`. Main: the name. Child: the value.
  case argument
  /// A positional value. Main: `asc` or `desc`, or the value's own main token. Child: the value.
  case key

  /// Children: two or more operands.
  case or
  /// Children: two or more operands.
  case and
  /// Child: the operand.
  case not
  /// Main: the operator. Children: both sides. `not in` has the kind below.
  case comparison
  /// `not in`, `not contains`, `not matches`. Main: the operator. Children: both sides.
  case negatedComparison
  /// `??`, `+`, `-`, `*`, `/`. Main: the operator. Children: both sides.
  case arithmetic
  /// `-x`. Child: the operand.
  case negation
  /// `base.name`. Main: the name. Child: the base.
  case member
  /// `base[index]`. Children: base and index.
  case subscription
  /// A literal, `now`, `today`, `true`, `false` or `null`. Main: the literal.
  case literal
  /// A text with holes. Main: its first piece. Children: pieces and expressions by turns, a piece
  /// first and last.
  case template
  /// A path with holes, built in the same way.
  case fileTemplate
  /// A piece of a text or path with its delimiters. Main: the piece.
  case textPiece
  /// A field, or a member or id by the other side's type. Main: the name.
  case name
  /// `$name`. Main: the variable.
  case variable
  /// The bare word of an argument. Main: the word.
  case word
  /// `name(…)`. Main: the name. Children: the arguments.
  case call
  /// `(…)`. Child: the expression.
  case parenthesized
  /// `$(…)`. Child: the pipeline.
  case subpipeline
  /// `if a then b else c`. Children: three expressions.
  case conditional
  /// `[…]`. Children: the elements; in the list of an argument some may be arguments.
  case list
  /// `{…}`. Children: members.
  case record
  /// `name: value`. Main: the name. Child: the value.
  case recordMember
  /// A place where something is missing; a diagnostic says what.
  case missing
}

/// One node of a tree.
public struct Syntax: Sendable {
  /// The tree it belongs to.
  public let tree: SyntaxTree
  let index: UInt32

  private var node: Node { tree.nodes[Int(index)] }
  var firstToken: Int { Int(node.firstToken) }
  /// One past the last token, blanks behind it included.
  var endToken: Int { Int(node.endToken) }

  /// What it is.
  public var kind: SyntaxKind { node.kind }

  /// The kind of the main token.
  public var mainKind: Token.Kind { tree.tokens[Int(node.mainToken)].kind }

  /// The text of the main token: the name, the literal, the operator.
  public var mainText: String { tree.source.text(mainRange) }

  /// The bytes of the main token.
  public var mainRange: Range<Int> { tree.tokens[Int(node.mainToken)].range }

  /// The bytes of the node, from its first to its last token that is not blank.
  public var range: Range<Int> {
    var first = Int(node.firstToken)
    var last = Int(node.endToken) - 1
    while first < last, tree.tokens[first].kind.isTrivia { first += 1 }
    while last > first, tree.tokens[last].kind.isTrivia { last -= 1 }
    guard first <= last else {
      let offset = tree.tokens[min(first, tree.tokens.count - 1)].range.lowerBound
      return offset..<offset
    }
    return tree.tokens[first].range.lowerBound..<tree.tokens[last].range.upperBound
  }

  /// The node's text as written, without blanks around it.
  public var text: String { tree.source.text(range) }

  /// The nodes below, in order.
  public var children: [Syntax] {
    let start = Int(node.firstChild)
    return tree.children[start..<start + Int(node.childCount)].map {
      Syntax(tree: tree, index: $0)
    }
  }

  /// The calculations that follow one another from the left, as those of `a + b - c`, the first
  /// first and this one last; `??` makes chains of its own.
  ///
  /// A program can make them longer than a stack is deep, so that they are walked as a list.
  public var chain: [Syntax] {
    guard kind == .arithmetic else { return [] }
    var chain = [self]
    var node = child
    while node.kind == .arithmetic, (node.mainKind == .coalesce) == (mainKind == .coalesce) {
      chain.append(node)
      node = node.child
    }
    return chain.reversed()
  }

  /// The first node below; the node itself when there is none, which the parser does not make.
  public var child: Syntax {
    node.childCount == 0 ? self : Syntax(tree: tree, index: tree.children[Int(node.firstChild)])
  }
}
