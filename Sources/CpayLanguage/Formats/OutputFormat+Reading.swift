import CpayValue

extension RowType {
  /// The columns that reading these rows gives once they have been saved in that format; nil for
  /// one that is not read.
  func readBack(from format: OutputFormat) -> [Field]? {
    switch format {
    case .csv, .tsv:
      fields.cellNames.map { Field(name: $0, type: FieldType(.string, isNullable: true)) }
    case .json, .ndjson:
      fields.map { field in
        let isRecord = isMade && field.type.type == .money
        return Field(
          name: field.name,
          type: FieldType(
            isRecord ? .writtenMoney : field.type.type.readBack, isNullable: true))
      }
    case .yaml, .md, .table: nil
    }
  }
}

extension [RowType.Field] {
  /// The names of the columns as cells, where money is two; one of a currency that is taken already
  /// gets a number.
  public var cellNames: [String] {
    var taken = Set(map(\.name))
    return flatMap { field in
      guard field.type.type == .money else { return [field.name] }
      var (name, number) = ("\(field.name)_currency", 2)
      while !taken.insert(name).inserted {
        name = "\(field.name)_currency_\(number)"
        number += 1
      }
      return [field.name, name]
    }
  }
}

extension ValueType {
  /// Money in rows that were made.
  fileprivate static let writtenMoney = ValueType.record(
    RecordType(
      name: "an object",
      keys: [RecordType.Key("amount", .int, ""), RecordType.Key("currency", .string, "")]))

  /// What the value's JSON is read as, where nothing says more of it.
  fileprivate var readBack: ValueType {
    switch self {
    case .money, .timestamp, .duration, .int: .int
    case .id, .enumeration, .currency, .string, .file, .null: .string
    case .list(let element): .list(element.readBack)
    case .bool, .decimal, .map, .object, .record, .mixed, .open: self
    }
  }
}
