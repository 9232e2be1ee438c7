import CpayLanguage
import CpayModel
import CpayValue

extension ExpressionCompiler {
  /// Reads a field by its type; money is put together from an amount and its currency.
  func field(_ field: FieldReference) -> RowValue {
    let (slot, type) = (field.slot, field.type)
    switch type {
    case .money: return money(slot, currencySlot: field.currencySlot)
    case .int: return { (row) throws(EvaluationError) in row.integer(slot).map(Value.int) ?? .null }
    case .decimal:
      return { (row) throws(EvaluationError) in row.decimal(slot).map(Value.decimal) ?? .null }
    case .timestamp:
      return { (row) throws(EvaluationError) in
        row.integer(slot).map { .timestamp(Timestamp(seconds: $0)) } ?? .null
      }
    case .duration:
      return { (row) throws(EvaluationError) in
        row.integer(slot).map { .duration(DurationValue(seconds: $0)) } ?? .null
      }
    case .string, .id, .enumeration, .currency:
      return { (row) throws(EvaluationError) in row.text(slot).map(Value.string) ?? .null }
    case .file:
      return { (row) throws(EvaluationError) in row.text(slot).map(Value.file) ?? .null }
    case .null, .bool, .map, .object, .record, .list, .mixed, .open:
      return { (row) throws(EvaluationError) in
        row.node(slot).map { Value(json: $0, as: type) } ?? .null
      }
    }
  }

  /// Reads a field of rows whose columns are known only now.
  func namedField(_ name: String, _ type: ValueType) -> RowValue {
    return { (row) throws(EvaluationError) in
      row.slot(name).flatMap { row.node($0) }.map { Value(json: $0, as: type) } ?? .null
    }
  }

  private func money(_ slot: Int, currencySlot: Int?) -> RowValue {
    if let currencySlot {
      return { (row) throws(EvaluationError) in
        row.money(slot, currency: currencySlot).map(Value.money) ?? .null
      }
    }
    return { (row) throws(EvaluationError) in
      row.node(slot).map { Value(json: $0, as: .money) } ?? .null
    }
  }

  /// A key of a record or a map; of a field it is read without making the rest.
  func entry(
    _ base: CheckedExpression, _ key: String, _ type: ValueType
  ) throws(EvaluationError) -> RowValue {
    if case .field(let field) = base {
      return { (row) throws(EvaluationError) in
        row.node(field.slot).flatMap { Value(entry: key, of: $0, as: type) } ?? .null
      }
    }
    let base = try value(base)
    return { (row) throws(EvaluationError) in
      guard case .record(let members) = try base(row) else { return .null }
      return members.first { $0.name.utf8.elementsEqual(key.utf8) }?.value ?? .null
    }
  }

  /// An element of a list by its place, or of a map by its key; null where there is none.
  func element(
    _ base: CheckedExpression, _ index: CheckedExpression
  ) throws(EvaluationError) -> RowValue {
    let (base, index) = (try value(base), try value(index))
    return { (row) throws(EvaluationError) in
      switch (try base(row), try index(row)) {
      case (.list(let elements), .int(let place)):
        elements.indices.contains(Int(clamping: place)) ? elements[Int(clamping: place)] : .null
      case (.record(let members), .string(let key)):
        members.first { $0.name.utf8.elementsEqual(key.utf8) }?.value ?? .null
      default: .null
      }
    }
  }
}

extension Row {
  /// No row: what reads no field can be computed of it.
  static let none = {
    var builder = BatchBuilder(ColumnLayout([]))
    guard builder.append(madeFrom: nil, { _, _ in }) else {
      preconditionFailure("a row without columns fits")
    }
    return builder.build()[0]
  }()

  /// Money from an amount's slot and its currency's.
  func money(_ amount: Int, currency: Int) -> Money? {
    guard let minor = integer(amount), let currency = self.currency(currency) else { return nil }
    return Money(minor: minor, currency: currency)
  }
}

extension Value {
  /// The value of a JSON document of no declared type.
  init(json node: JSONNode) {
    switch node.content {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .number(let text):
      self = Int64(text).map(Value.int) ?? Decimal(json: text).map(Value.decimal) ?? .string(text)
    case .string(let text): self = .string(text)
    case .array(let elements): self = .list(elements.map(Value.init(json:)))
    case .object(let members):
      self = .record(
        members.map { Value.Member(name: $0.name, value: Value(json: $0.value)) })
    }
  }

  /// The value of a JSON document of that type; null where it has another form.
  init(json node: JSONNode, as type: ValueType) {
    switch (type, node.content) {
    case (.money, _):
      guard let minor = node["amount"]?.integer,
        let currency = node["currency"]?.string.flatMap({ Currency(anyCase: $0) })
      else {
        self = .null
        return
      }
      self = .money(Money(minor: minor, currency: currency))
    case (.timestamp, .number):
      self = node.integer.map { .timestamp(Timestamp(seconds: $0)) } ?? .null
    case (.duration, .number):
      self = node.integer.map { .duration(DurationValue(seconds: $0)) } ?? .null
    case (.decimal, .number(let text)): self = Decimal(json: text).map(Value.decimal) ?? .null
    case (.file, .string(let path)): self = .file(path)
    case (.list(let element), .array(let elements)):
      self = .list(elements.map { Value(json: $0, as: element) })
    case (.record(let record), .object(let members)):
      self = .record(
        members.map { member in
          let type = record.key(member.name)?.type
          return Value.Member(
            name: member.name,
            value: type.flatMap { Value(entry: member.name, of: node, as: $0) }
              ?? Value(json: member.value))
        })
    default: self = Value(json: node)
    }
  }

  /// The value of a key of an object; money in the API's own objects shares their currency.
  init?(entry key: String, of node: JSONNode, as type: ValueType) {
    guard let entry = node[key] else { return nil }
    if type == .money, let minor = entry.integer,
      let currency = node["currency"]?.string.flatMap({ Currency(anyCase: $0) })
    {
      self = .money(Money(minor: minor, currency: currency))
    } else {
      self = Value(json: entry, as: type)
    }
  }
}
