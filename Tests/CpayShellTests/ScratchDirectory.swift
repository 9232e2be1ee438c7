import CpayTestSupport
import Foundation
import Glibc

/// A directory of the test's own, private to it, in which files of every kind can be made.
final class ScratchDirectory: Sendable {
  private let directory: TemporaryDirectory

  var path: String { directory.path }

  init() throws {
    directory = try TemporaryDirectory()
    setMode(path, 0o700)
  }

  func mode(_ path: String) -> mode_t? {
    let found = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return (found as? NSNumber).map { mode_t(truncating: $0) }
  }

  func write(_ text: String, to path: String, appending: Bool = false) {
    let flags = O_WRONLY | O_CREAT | (appending ? O_APPEND : O_TRUNC)
    let file = unsafe open(path, flags, 0o600)
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(file, bytes, bytes.count)
    close(file)
  }

  func makeDirectory(_ path: String) {
    _ = unsafe mkdir(path, 0o700)
  }

  func makePipe(_ path: String) {
    _ = unsafe mkfifo(path, 0o600)
  }

  func setMode(_ path: String, _ mode: mode_t) {
    _ = unsafe chmod(path, mode)
  }

  func makeSymbolicLink(_ path: String, to target: String) {
    _ = unsafe symlink(target, path)
  }

  func makeHardLink(_ path: String, to target: String) {
    _ = unsafe link(target, path)
  }

  func delete(_ path: String) {
    _ = unsafe Glibc.remove(path)
  }

  /// The text of a file, nil when there is none.
  func read(_ path: String) -> String? {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 22)
    let count = unsafe Glibc.read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
