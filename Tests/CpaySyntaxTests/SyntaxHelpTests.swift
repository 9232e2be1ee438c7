import CpaySyntax
import Testing

@Suite struct SyntaxHelpTests {
  @Test(arguments: [
    ("## How many.\nparam x: int", "How many."), ("##How many.\n  param x: int", "How many."),
    ("## Two\n##   lines.  \ndef f() = a", "Two lines."), ("## A\r\n## B\r\nparam x: int", "A B"),
    ("a\n## Help\nparam x: int", "Help"), ("#!/bin/cpay\n## Help\nparam x: int", "Help"),
    ("  # no\n  ## Help\n  param x: int", "Help"), ("a | b # c\n## Help\nparam x: int", "Help"),
    ("\u{feff}## Help\nparam x: int", "Help"), ("## A\n##\n## B\nparam x: int", "A B"),
    ("### Help ##\nparam x: int", "Help ##"),
  ])
  func `is what the comments directly before say`(text: String, help: String) {
    #expect(last(text).helpText == help)
  }

  @Test(arguments: [
    "param x: int", "# no\nparam x: int", "## no\n\nparam x: int", "a ## no\nparam x: int",
    "## no\n# c\nparam x: int", "param x: int ## no", "##\nparam x: int", "## no\nlet x = 5",
    "## no\na", "## no\na; param x: int", "param y: int\nparam x: int",
  ])
  func `is missing where no comment is one`(text: String) {
    #expect(last(text).helpText == nil)
  }

  private func last(_ text: String) -> Syntax {
    let root = Parser.parse(Source(text)).root
    return root.children.last ?? root
  }
}
