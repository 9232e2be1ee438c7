/// Passes the members of a row that stand where the rows before had them, and are written as most are:
/// what nearly all of a regular stream is, in one loop that calls little and throws nothing.
struct ExpectedFields {
  /// Where the next member begins, or its value where that has to be read.
  var position: Int
  /// The step of the last key; -1 before the first.
  var step = -1
  /// Whether no member has been passed.
  var isFirst = true
  /// Whether a key was passed that no column has.
  private(set) var hasOtherKeys = false

  /// Before the row that begins there.
  init(at position: Int) {
    self.position = position
  }

  /// Why no more was passed.
  enum Stop {
    /// The object ends.
    case end
    /// Another member follows than was expected, or none.
    case member
    /// The value of the column has to be read; -1 for that of a key that no column has.
    case value(column: Int)
  }

  /// Passes members as far as they are expected; their fields are put into `slots`.
  mutating func pass(
    _ bytes: Span<UInt8>, _ order: KeyOrder, _ slots: inout [FieldExtent]
  ) -> Stop {
    let steps = order.steps.span
    var fields = slots.mutableSpan
    let last = bytes.count - Opening.size
    var (position, step) = (position, step)
    // A key that once came first may come later, and the other way round, behind another sign.
    var sign = isFirst ? UInt8(ascii: "{") : UInt8(ascii: ",")
    defer {
      (self.position, self.step) = (position, step)
      if sign == UInt8(ascii: ",") { isFirst = false }
    }
    while position <= last {
      var next = step < 0 ? order.first : steps[step].follower
      var tries = KeyOrder.tries
      while next >= 0, !steps[next].opening.stands(at: position, beginning: sign, bytes) {
        tries -= 1
        next = tries > 0 ? steps[next].follower : -1
      }
      guard next >= 0 else {
        guard sign == UInt8(ascii: ","), bytes[position] == UInt8(ascii: "}") else {
          return .member
        }
        position += 1
        return .end
      }
      let column = steps[next].column
      // A key twice is for others to refuse.
      if column >= 0, !fields[column].isMissing { return .member }
      (step, sign) = (next, UInt8(ascii: ","))
      position += steps[next].opening.length
      if column < 0 {
        hasOtherKeys = true
        guard let end = bytes.endOfPlainValue(at: position, depth: 1) else {
          return .value(column: -1)
        }
        position = end
        continue
      }
      guard let field = field(bytes, at: position, steps[next]) else {
        return .value(column: column)
      }
      fields[column] = field.extent
      position = field.end
    }
    return .member
  }

  /// The value that begins at `start`, and where it ends; nil where it is not plain, or none that its
  /// column takes.
  @inline(__always)
  private func field(
    _ bytes: Span<UInt8>, at start: Int, _ step: KeyOrder.Step
  ) -> (extent: FieldExtent, end: Int)? {
    guard start < bytes.count else { return nil }
    let byte = bytes[start]
    if byte == UInt8(ascii: "\""), step.takesTexts {
      guard let end = bytes.endOfPlainString(at: start) else { return nil }
      return (FieldExtent(start + 1..<end - 1, .string), end)
    }
    if byte &- UInt8(ascii: "0") < 10, step.takesIntegers {
      guard let end = bytes.endOfShortInteger(at: start) else { return nil }
      return (FieldExtent(start..<end, .integer), end)
    }
    if byte == UInt8(ascii: "n") {
      return bytes.end(of: .null, at: start).map { (FieldExtent(start..<$0, .null), $0) }
    }
    guard step.takesObjects, byte == UInt8(ascii: "{") || step.takesTexts else { return nil }
    return bytes.endOfPlainValue(at: start, depth: 1)
      .map { (FieldExtent(start..<$0, .other), $0) }
  }
}
