import CpayModel
import GRDB

/// The keys that were minted over the control plane, as the store keeps them.
enum MintedKeys {
  static func read(_ db: Database) throws -> [SandboxKey] {
    try Row.fetchAll(db, sql: "SELECT key, permissions FROM api_key").map { row in
      let (key, permissions): (String, String?) = (row[0], row[1])
      return try SandboxKey(permissions.map { "\(key) \($0)" } ?? key)
    }
  }

  /// Makes a key with that prefix, such as `rk_test_`, and those permissions.
  ///
  /// - Throws: ``SandboxError`` for a prefix or a permission that does not exist.
  static func mint(_ prefix: String, _ permissions: [String], _ db: Database) throws -> SandboxKey {
    let text = RandomToken.make(KeyPrefix(rawValue: prefix)?.ofSandboxes ?? prefix, length: 24)
    let key = try SandboxKey(([text] + permissions).joined(separator: " "))
    try db.execute(
      sql: "INSERT INTO api_key (key, permissions) VALUES (?, ?)",
      arguments: [key.text, permissions.isEmpty ? nil : permissions.joined(separator: " ")])
    return key
  }
}
