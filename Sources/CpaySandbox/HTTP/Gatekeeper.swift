import CpayModel
import HTTPTypes

/// Lets requests in: by where they come from, their key, how many there are, and their version.
struct Gatekeeper: Sendable {
  let sandbox: Sandbox
  let limits: Limits

  /// A request that was let in.
  struct Admitted: Sendable {
    let route: Route
    let arguments: [String]
    let caller: Caller
  }

  /// - Throws: ``APIError`` for whoever is not let in.
  ///
  /// A path under `/v1` that does not exist is told to known keys only.
  func admit(
    _ head: HTTPRequest, _ path: Substring, port: Int
  ) throws(APIError) -> Admitted {
    try LocalGuard.check(head, port: port, isOpen: sandbox.isOpen)
    let method = head.method.rawValue
    guard path == "/v1" || path.hasPrefix("/v1/") else {
      let (route, arguments) = try RouteTable.api.match(method, path)
      return Admitted(route: route, arguments: arguments, caller: .anyone)
    }
    let caller = try sandbox.keyring.caller(head.headerFields[.authorization])
    try checkVersion(head.headerFields.value("CasaPay-Version"))
    let (route, arguments) = try RouteTable.api.match(method, path)
    if case .permission(let permission) = route.access {
      try caller.require(permission, sandbox.assumptions)
    }
    return Admitted(route: route, arguments: arguments, caller: caller)
  }

  private func checkVersion(_ version: String?) throws(APIError) {
    guard let version, version != WireLimits.apiVersion,
      sandbox.assumptions.holds(.version, "refuse")
    else { return }
    throw .invalid(
      "CasaPay-Version",
      "The CasaPay-Version '\(version)' is unknown; there is \(WireLimits.apiVersion).")
  }
}
