/// The name of one saved plan, by which it is applied once, wherever its file lies.
public struct PlanID: Hashable, Sendable, CustomStringConvertible {
  /// The name, such as `plan_1z8k0p3v9x2ab`.
  public let description: String

  /// A plan of that name; nil for what none is called.
  public init?(_ name: String) {
    let digits = name.utf8.dropFirst(PlanID.prefix.utf8.count)
    guard name.hasPrefix(PlanID.prefix), (1...32).contains(digits.count),
      digits.allSatisfy(PlanID.isDigit)
    else { return nil }
    description = name
  }

  /// A new name, from the environment's random numbers.
  init(_ environment: Environment) {
    description = PlanID.prefix + String(environment.random() | 1 << 63, radix: 36)
  }

  private static let prefix = "plan_"

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
