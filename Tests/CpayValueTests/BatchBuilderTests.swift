import Testing

@testable import CpayValue

@Suite struct BatchBuilderTests {
  private static let made = ColumnLayout([
    ColumnLayout.Column("double", .integer, isRequired: false),
    ColumnLayout.Column("name", .string, isRequired: false),
    ColumnLayout.Column("amount", .any, isRequired: false),
  ])

  @Test func `gathers rows of several batches`() throws {
    let first = try BatchTests.rows(4).filter { $0.integer(1) != 1 }
    let second = try BatchTests.rows(3).reordered([2, 0])
    var builder = BatchBuilder(BatchTests.layout)
    for batch in [first, second] {
      for index in 0..<batch.count {
        let hasFitted = builder.append(batch[index])
        #expect(hasFitted)
      }
    }
    #expect(builder.count == 5)
    let gathered = builder.build()
    #expect(BatchTests.numbers(gathered) == [0, 2, 3, 2, 0])
    #expect(gathered[4].text(0) == "r0")
    #expect(Array(gathered[3].bytes) == Array(#"{"id":"r2","n":2,"x":[2]}"#.utf8))
    #expect(Array(gathered[3].origin.bytes) == Array(gathered[3].bytes))
  }

  @Test func `makes rows that remember where they came from`() throws {
    let made = try make(from: BatchTests.rows(5).reordered([4, 1, 3]))
    #expect((0..<3).map { made[$0].integer(0) } == [8, 2, 6])
    #expect((0..<3).map { made[$0].text(1) } == ["<r4>", "<r1>", "<r3>"])
    #expect((0..<3).map { made[$0].origin.text(0) } == ["r4", "r1", "r3"])
    #expect(
      String(decoding: made[0].bytes, as: UTF8.self)
        == #"{"double":8,"name":"<r4>","amount":{"amount":4,"currency":"eur"}}"#)
  }

  @Test func `keeps origins through filter, order, gathering and a second making`() throws {
    let made = try make(from: BatchTests.rows(6))
    let some = made.filter { $0.integer(0) != 4 }.reordered([4, 0, 2]).prefix(2)
    #expect((0..<2).map { some[$0].origin.text(0) } == ["r5", "r0"])
    var builder = BatchBuilder(Self.made)
    for index in 0..<some.count {
      let hasFitted = builder.append(some[index])
      #expect(hasFitted)
    }
    let gathered = builder.build()
    #expect((0..<2).map { gathered[$0].origin.text(0) } == ["r5", "r0"])
    #expect((0..<2).map { gathered[$0].integer(0) } == [10, 0])
    var second = BatchBuilder(ColumnLayout([ColumnLayout.Column("x", .any, isRequired: false)]))
    for index in 0..<gathered.count {
      let hasFitted = second.append(madeFrom: gathered[index]) { _, writer in writer.null() }
      #expect(hasFitted)
    }
    let again = second.build()
    #expect((0..<2).map { again[$0].origin.text(0) } == ["r5", "r0"])
    #expect(Array(again[0].origin.bytes) == Array(#"{"id":"r5","n":5,"x":[5]}"#.utf8))
    #expect(again[0].isNull(0))
  }

  @Test func `keeps rows and origins together when one of them no longer fits`() throws {
    let layout = ColumnLayout([ColumnLayout.Column("x", .any, isRequired: false)])
    let rows = try BatchTests.rows(9)
    for limit in 0..<120 {
      var (short, long) = (
        BatchBuilder(layout, maximumBytes: limit), BatchBuilder(layout, maximumBytes: limit)
      )
      for index in 0..<9 {
        _ = short.append(madeFrom: rows[index]) { _, writer in writer.null() }
        _ = long.append(madeFrom: rows[index]) { _, writer in
          writer.value(.string(String(repeating: "x", count: 45 - 5 * index)))
        }
      }
      for made in [short.build(), long.build()] {
        for index in 0..<made.count { #expect(made[index].origin.bytes.count == 25) }
        var again = BatchBuilder(layout, maximumBytes: limit)
        for index in 0..<made.count { _ = again.append(made[index]) }
        #expect(again.count == made.count)
      }
    }
  }

  @Test func `refuses a made row that does not fit its columns`() throws {
    var builder = BatchBuilder(Self.made)
    let origin = try BatchTests.rows(1)[0]
    let hasFitted = builder.append(madeFrom: origin) { _, writer in writer.value(.bool(true)) }
    #expect(!hasFitted)
    #expect(builder.count == 0)
    #expect(builder.build().isEmpty)
  }

  @Test func `makes rows whose text needs escapes`() throws {
    var builder = BatchBuilder(Self.made)
    let text = "\"\\\n\u{202e}é\u{1f600}"
    let origin = try BatchTests.rows(1)[0]
    let hasFitted = builder.append(madeFrom: origin) { slot, writer in
      if slot == 1 { writer.value(.string(text)) } else { writer.null() }
    }
    #expect(hasFitted)
    let row = builder.build()[0]
    #expect(row.text(1) == text)
    #expect(row.textEquals(1, Array(text.utf8)) == true)
    #expect(row.isNull(0))
  }

  private func make(from batch: Batch) throws -> Batch {
    let euro = try #require(Currency("eur"))
    var builder = BatchBuilder(Self.made)
    for index in 0..<batch.count {
      let row = batch[index]
      let number = row.integer(1) ?? -1
      let hasFitted = builder.append(madeFrom: row) { slot, writer in
        switch slot {
        case 0: writer.value(.int(number * 2))
        case 1: writer.value(.string("<\(row.text(0) ?? "")>"))
        default: writer.value(.money(Money(minor: number, currency: euro)))
        }
      }
      #expect(hasFitted)
    }
    return builder.build()
  }
}
