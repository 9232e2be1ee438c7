import CpayLanguage
import CpayValue
import Testing

@testable import CpayRuntime

/// What looking at cells finds of the numbers in them.
@Suite struct NumberLookTests {
  private static func numbers(_ cells: [String], decimal: DecimalSign? = nil) throws -> NumberForm {
    let text = "n\tother\n" + cells.map { $0 + "\tx\n" }.joined()
    let fields = try RecordSchema.infer(
      Array(text.utf8), format: .tsv, cells: CellForm(decimal: decimal), isWhole: true)
    #expect(fields[1].type.numbers == (decimal.map { NumberForm.said($0) } ?? .point))
    return fields[0].type.numbers
  }

  @Test(arguments: [
    "12,50", "1.234,50", "-3,05", "+0,123", " 7,5 ", "12,5 EUR", "12,50€", "1234,567",
    "1.234.567,8", "1 234,50", "1\u{a0}234,567", "1\u{202f}234,5 €", "1'234,50",
  ])
  func `tells a decimal comma`(_ cell: String) throws {
    guard case .unexpectedComma(let numbers) = try Self.numbers(["", cell, "7"]) else {
      Issue.record("no comma was found")
      return
    }
    #expect(numbers.count == 1)
    #expect(numbers.shown == ["line 3: `\(cell)`"])
    #expect(numbers.areAll)
  }

  @Test(arguments: [
    "", "12", "1,234", "1.234", "12.50", "1,234.50", "1,2,3", "a,b", ",5", "5,", "2024-02-07",
    "07.02.2024", "12,50 and more", "1.23,4", "1234.567,8", "1 23,4", "1 234", "1.234 567,8",
  ])
  func `takes nothing else for one`(_ cell: String) throws {
    #expect(try Self.numbers([cell]) == .point)
  }

  @Test(arguments: ["12.50", "1,234.50", "0.125", "1'234.50", "1 234.5"])
  func `says where others have a decimal point`(_ cell: String) throws {
    guard case .unexpectedComma(let numbers) = try Self.numbers(["1,5", cell]) else {
      Issue.record("no comma was found")
      return
    }
    #expect(!numbers.areAll)
  }

  @Test(arguments: DecimalSign.allCases)
  func `looks at nothing where the program says the sign`(sign: DecimalSign) throws {
    #expect(try Self.numbers(["1,5", "1.5"], decimal: sign) == .said(sign))
  }
}
