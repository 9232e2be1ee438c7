public import CpayValue

extension Value {
  /// The value as people read it: money as `EUR 1,200.00`, times in ISO 8601, lengths of time in
  /// their largest units; records and lists as compact JSON.
  public var plainText: String {
    switch self {
    case .null: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .int(let number): return String(number)
    case .decimal(let number): return number.description
    case .money(let money): return money.description
    case .timestamp(let moment): return moment.iso
    case .duration(let length): return (length.seconds < 0 ? "-" : "") + length.display
    case .string(let text), .file(let text): return text
    case .record, .list:
      var writer = JSONWriter()
      writer.value(self)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}
