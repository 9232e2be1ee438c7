import CpaySyntax
import CpayTestSupport
import Testing

@Suite struct SyntaxTreeTests {
  @Test func `gives nodes the bytes they were read from`() throws {
    let marked = MarkedSource(
      " # c\n«disputes  «status=«won»» | «where «amount  >  5»»»  # c\n")
    let root = Parser.parse(marked.source).root
    let pipeline = root.children[0].child
    let stages = pipeline.children
    #expect(stages[0].children[0].child.range == marked.marked[0])
    #expect(stages[0].children[0].range == marked.marked[1])
    #expect(stages[1].children[0].range == marked.marked[2])
    #expect(stages[1].range == marked.marked[3])
    #expect(pipeline.range == marked.marked[4])
    #expect(stages[1].children[0].text == "amount  >  5")
    #expect(stages[1].children[0].child.mainText == ">")
    #expect(stages[1].children[0].child.mainKind == .greater)
  }

  @Test func `keeps every byte in its tokens`() {
    for program in validPrograms {
      let tree = Parser.parse(Source(program))
      #expect(tree.tokens.map { tree.source.text($0.range) }.joined() == program)
    }
  }

  @Test func `has an empty program for an empty text`() {
    let root = Parser.parse(Source("")).root
    #expect(root.kind == .program)
    #expect(root.children.isEmpty)
    #expect(root.range == 0..<0)
    #expect(root.child.kind == .program)
  }
}
