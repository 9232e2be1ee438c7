import HTTPTypes

/// Lets in what a program on this machine sends, and nothing that a web page could.
///
/// A page can reach a port on loopback, by its own script or by a name that resolves there; the
/// first sends `Origin`, the second another `Host`.
enum LocalGuard {
  /// - Throws: ``APIError`` (403) for a request that came by another name or from a page.
  ///
  /// Where the sandbox is open to other machines, any name will do.
  static func check(_ head: HTTPRequest, port: Int, isOpen: Bool) throws(APIError) {
    if let origin = head.headerFields[.origin] {
      throw refusal("The sandbox answers no web page, such as '\(origin)'.")
    }
    if isOpen { return }
    let host = (head.authority ?? "").lowercased()
    guard ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"].contains(host) else {
      throw refusal("The sandbox is 127.0.0.1:\(port), not '\(host)'.")
    }
  }

  private static func refusal(_ message: String) -> APIError {
    APIError(status: 403, kind: .invalidRequest, code: nil, message: message, param: nil)
  }
}
