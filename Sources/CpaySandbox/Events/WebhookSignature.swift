import CpayValue
import Crypto

/// The signature of a delivery (webhooks page): `t=<unix seconds>,v1=<hex>`, where the second part
/// is HMAC-SHA256 of the first, a dot and the body, under the endpoint's secret.
enum WebhookSignature {
  /// The header it is sent in.
  static let header = "X-CasaPay-Signature"

  /// The header's value for `body` sent at `seconds`.
  static func make(_ body: [UInt8], at seconds: Int64, secret: String) -> String {
    let key = SymmetricKey(data: Array(secret.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(seconds).".utf8) + body, using: key)
    return "t=\(seconds),v1=\(String(hex: code))"
  }
}
