import CpayClient
import CpayModel
import CpayRuntime
import CpaySandbox
import CpayValue

/// Reads an account, and shows what a sandbox makes of it: each object is taken over as the account has
/// it, and what was written to it here counts from then on.
///
/// The account is reached through a port that has no method that writes.
struct RehearsalReader: APIReader {
  let account: any APIReader
  let sandbox: APIClient
  let server: SandboxServer

  func page(
    of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    var asked = query
    while true {
      let bytes = try await account.page(of: resource, asked, cancellation: cancellation)
      guard resource.isRehearsed, let page = ListPage(bytes) else { return bytes }
      let left = try await take(page.objects)
      let answer = try await sandbox.page(of: resource, query, cancellation: cancellation)
      guard let shown = ListPage(answer) else { return answer }
      // What was written here may have left nothing of the account's page.
      if shown.objects.isEmpty, left.isEmpty, page.hasMore, let next = page.next(after: asked) {
        asked = next
        continue
      }
      return shown.json(behind: left, hasMore: page.hasMore || shown.hasMore)
    }
  }

  func object(
    _ resource: Resource, _ id: String, cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = try await account.object(resource, id, cancellation: cancellation)
    } catch .api(let error) where error.status == 404 && resource.isRehearsed {
      // It may have been made here.
      return try await sandbox.object(resource, id, cancellation: cancellation)
    } catch {
      throw error
    }
    guard resource.isRehearsed, let node = try? JSONReader.read(bytes),
      try await take([node]).isEmpty
    else { return bytes }
    return try await sandbox.object(resource, id, cancellation: cancellation)
  }

  private func take(_ objects: [JSONNode]) async throws(ReadFailure) -> [JSONNode] {
    do {
      return try await server.take(objects)
    } catch {
      throw .malformed("the rehearsal cannot hold what was read: \(error)")
    }
  }
}

extension Resource {
  /// Whether a rehearsal changes such objects; others are shown as the account has them.
  fileprivate var isRehearsed: Bool { self != .event && self != .webhookEndpoint }
}

/// One page of a list, as the API sends it.
private struct ListPage {
  let objects: [JSONNode]
  let hasMore: Bool
  private let node: JSONNode

  /// Nil for what is no page.
  init?(_ bytes: [UInt8]) {
    guard let node = try? JSONReader.read(bytes), case .array(let objects)? = node["data"]?.content,
      case .bool(let hasMore)? = node["has_more"]?.content
    else { return nil }
    (self.node, self.objects, self.hasMore) = (node, objects, hasMore)
  }

  /// The query for the page behind this one; nil where it does not say how to go on.
  func next(after query: [WireRequest.Parameter]) -> [WireRequest.Parameter]? {
    guard let id = objects.last?["id"]?.string else { return nil }
    let cursor = WireRequest.Parameter("starting_after", id)
    if query.contains(cursor) { return nil }
    return query.filter { $0.name != cursor.name } + [cursor]
  }

  /// The page with those objects before its own.
  func json(behind others: [JSONNode], hasMore: Bool) -> [UInt8] {
    guard case .object(let members) = node.content else { return [] }
    var writer = JSONWriter()
    writer.beginObject()
    for member in members {
      writer.key(member.name)
      switch member.name {
      case "data": writer.node(JSONNode(.array(others + objects)))
      case "has_more": writer.bool(hasMore)
      default: writer.node(member.value)
      }
    }
    writer.endObject()
    return writer.bytes
  }
}
