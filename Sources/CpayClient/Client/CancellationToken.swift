/// Says whether some work goes on, and if not, why; whoever does the work asks before each step.
public struct CancellationToken: Sendable {
  private let check: (@Sendable () -> String?)?

  /// The token of work that only its task can end.
  public static let never = CancellationToken(check: nil)

  /// A token that asks `reason`, which says nothing while the work goes on.
  public init(_ reason: @escaping @Sendable () -> String?) {
    check = reason
  }

  private init(check: (@Sendable () -> String?)?) {
    self.check = check
  }

  /// Why nothing more may be done; nil while the work goes on.
  public var reason: String? { check?() }

  /// Whether it can ever say anything, so that a wait has to ask now and then.
  var canCancel: Bool { check != nil }
}
