import Testing

@testable import CpayShell

/// The table of commands that are no programs.
@Suite struct MetaCommandTests {
  @Test func `each is called by one line, and by no other's`() {
    let lines = MetaCommand.all.flatMap { [":" + $0.name] + $0.synonyms }
    #expect(Set(lines).count == lines.count)
    for command in MetaCommand.all {
      for line in [":" + command.name] + command.synonyms {
        #expect(MetaCommandTests.name(of: line + " ") == command.name || command.wants != nil)
      }
    }
  }

  @Test func `what it wants decides what may stand behind it`() {
    for command in MetaCommand.all {
      let alone = MetaCommandTests.name(of: ":" + command.name)
      let followed = MetaCommandTests.name(of: ":\(command.name)   x y ")
      switch command.operand {
      case .nothing: #expect((alone, followed) == (command.name, nil))
      case .optional: #expect((alone, followed) == (command.name, command.name))
      case .required: #expect((alone, followed) == (nil, command.name))
      }
    }
  }

  @Test(arguments: [
    (":type disputes |", true), (":type disputes | where (", true), (":type", false),
    (":type disputes", false), (":time disputes\n|", true), (":explain let x =", true),
    (":history (", false), (":runs {", false), (":nothing |", false), ("disputes |", true),
    ("disputes", false), ("help where |", false), ("where?", false), ("disputes | where (", true),
  ])
  func `it goes on in the next line where its program does`(text: String, isPartial: Bool) {
    #expect(MetaCommand.isPartial(text) == isPartial)
  }

  @Test(
    arguments: [
      ("disputes", nil), ("disputes | count", nil), ("helper", nil), ("quit | count", nil),
      ("where ?", nil), ("where?", "help"), ("?", "help"), ("@?", "help"), (":runs?", "help"),
      ("help", "help"), ("help x y", "help"),
      (" :q ", "quit"), ("exit", "quit"), (":type\tdisputes", "type"), (":type\ndisputes", "type"),
    ] as [(String, String?)])
  func `a line is a command or a program`(line: String, name: String?) {
    #expect(MetaCommandTests.name(of: line) == name)
  }

  private static func name(of line: String) -> String? {
    if case .command(let command, _) = MetaCommand.reading(line) { command.name } else { nil }
  }
}
