import CpayModel
import Synchronization

/// The keys that the sandbox lets in.
final class Keyring: Sendable {
  private let callers: Mutex<[String: Caller]>

  /// A ring of keys.
  init(_ keys: [SandboxKey]) {
    callers = Mutex([:])
    for key in keys { add(key) }
  }

  /// Lets another key in.
  func add(_ key: SandboxKey) {
    let caller = Caller(
      key: key.text, mode: SandboxKey.mode(of: key.text) ?? .test, permissions: key.permissions)
    callers.withLock { $0[key.text] = caller }
  }

  /// The caller that an `Authorization` header names.
  ///
  /// - Throws: ``APIError`` with 401 for a key that is missing or unknown, 403 for a publishable one.
  func caller(_ authorization: String?) throws(APIError) -> Caller {
    guard let authorization, !authorization.isEmpty else {
      throw .authentication(401, "The header Authorization: Bearer with a secret key is missing.")
    }
    let words = authorization.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count == 2, words[0].lowercased() == "bearer" else {
      throw .authentication(401, "The Authorization header must be Bearer and one secret key.")
    }
    let key = String(words[1])
    if key.hasPrefix(KeyPrefix.publishable) {
      throw .authentication(
        403, "The publishable key \(SandboxKey.redacted(key)) cannot be used on a server.")
    }
    guard let caller = callers.withLock({ $0[key] }) else {
      throw .authentication(401, "The API key \(SandboxKey.redacted(key)) is not known here.")
    }
    return caller
  }
}

extension Caller {
  /// Refuses what the key has no permission for (tokens page).
  ///
  /// - Throws: ``APIError`` with 403 that names the permission.
  func require(_ permission: String, _ assumptions: Assumptions) throws(APIError) {
    guard let permissions, !permissions.contains(permission) else { return }
    let write = permission.replacing(":read", with: ":write")
    if assumptions.holds(.writeImpliesRead, "true"), permissions.contains(write) { return }
    throw .authentication(
      403, "The key \(SandboxKey.redacted(key)) has no permission \(permission).")
  }
}
