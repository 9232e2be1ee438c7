import Testing

@testable import CpaySyntax

@Suite struct LayoutPrinterTests {
  private let list = Layout.group(
    .sequence([
      .text("["), .indent(2, .sequence([.softLine, .text("aa,"), .line, .text("bb")])), .softLine,
      .text("]"),
    ]))

  @Test(arguments: [(8, "[aa, bb]"), (7, "[\n  aa,\n  bb\n]"), (1, "[\n  aa,\n  bb\n]")])
  func `breaks a group at all its lines or at none`(width: Int, printed: String) {
    #expect(LayoutPrinter.text(of: list, width: width) == printed)
  }

  @Test func `leaves room for what stands directly behind a group`() {
    let both = Layout.sequence([list, .text(";"), .line, .text("long, long")])
    #expect(LayoutPrinter.text(of: both, width: 9) == "[aa, bb];\nlong, long")
    #expect(LayoutPrinter.text(of: both, width: 8) == "[\n  aa,\n  bb\n];\nlong, long")
  }

  @Test func `breaks the outer group first`() {
    let outer = Layout.group(.sequence([.text("x"), .indent(1, .sequence([.line, list]))]))
    #expect(LayoutPrinter.text(of: outer, width: 10) == "x [aa, bb]")
    #expect(LayoutPrinter.text(of: outer, width: 9) == "x\n [aa, bb]")
  }

  @Test func `begins a new line behind a comment, once`() {
    let trailing = Layout.sequence([
      .text("a"), .space, .comment("# c", isTrailing: true), .comment("# d", isTrailing: false),
      .newline, .text("b"),
    ])
    #expect(trailing.breaks)
    #expect(LayoutPrinter.text(of: .group(trailing), width: 99) == "a # c\n# d\nb")
    #expect(LayoutPrinter.text(of: .comment("# c", isTrailing: true), width: 99) == "# c")
  }

  @Test func `aligns lines with what they belong to`() {
    let aligned = Layout.aligned(.sequence([.text("a"), .newline, .text("b")]))
    #expect(
      LayoutPrinter.text(of: .sequence([.text("if"), .space, aligned]), width: 9) == "if a\n   b")
  }

  @Test func `writes no blank that nothing follows`() {
    #expect(LayoutPrinter.text(of: .sequence([.text("a"), .space, .newline]), width: 9) == "a")
    #expect(LayoutPrinter.text(of: .sequence([.newline, .text("a")]), width: 9) == "a")
  }
}
