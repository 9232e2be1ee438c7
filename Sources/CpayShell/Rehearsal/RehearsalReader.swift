import CpayClient
import CpayModel
import CpayRuntime
import CpaySandbox
import CpayValue

/// Reads an account, and shows what a sandbox makes of it: every object is the account's own until it is
/// written to here, and what was written counts from then on.
///
/// The account is reached through a port that has no method that writes. Lists are the account's, in its
/// order: only objects that were changed or made here are put in, left out or replaced.
struct RehearsalReader: APIReader {
  let account: any APIReader
  let sandbox: APIClient
  let server: SandboxServer
  /// Whether the sandbox is to be asked for everything, so that its faults and its pace strike.
  let asksSandbox: Bool

  func page(
    of resource: Resource, _ query: [WireRequest.Parameter], cancellation: CancellationToken
  ) async throws(ReadFailure) -> [UInt8] {
    if asksSandbox {
      _ = try await sandbox.page(of: resource, query, cancellation: cancellation)
    }
    var asked = query
    while true {
      let bytes = try await account.page(of: resource, asked, cancellation: cancellation)
      guard resource.isRehearsed, let page = ListPage(bytes) else { return bytes }
      try await take(page.objects)
      let changes = try await changes(of: resource)
      if changes.isEmpty { return bytes }
      var rows = try await rows(of: page, resource, query, changes, cancellation)
      try await add(changes, to: &rows, page, resource, asked, cancellation)
      // What was written here may have left nothing of the account's page.
      if rows.isEmpty, page.hasMore, let next = page.next(after: asked) {
        asked = next
        continue
      }
      return page.json(of: rows)
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
    let isChanged = try await changes(of: resource)[id] != nil
    guard isChanged || asksSandbox else { return bytes }
    let own = try await sandbox.object(resource, id, cancellation: cancellation)
    return isChanged ? own : bytes
  }

  /// The account's objects as they are here: replaced where they were changed, left out where they are
  /// no longer what is asked for.
  private func rows(
    of page: ListPage, _ resource: Resource, _ query: [WireRequest.Parameter],
    _ changes: [String: Int64], _ cancellation: CancellationToken
  ) async throws(ReadFailure) -> [JSONNode] {
    var rows: [JSONNode] = []
    for node in page.objects {
      guard let id = node["id"]?.string, changes[id] != nil else {
        rows.append(node)
        continue
      }
      if let own = try await changed(resource, id, query, cancellation) { rows.append(own) }
    }
    return rows
  }

  /// Puts in what the account's list lacks and has come to be what is asked for, each in the one page
  /// that it belongs to by the time it was created.
  private func add(
    _ changes: [String: Int64], to rows: inout [JSONNode], _ page: ListPage, _ resource: Resource,
    _ query: [WireRequest.Parameter], _ cancellation: CancellationToken
  ) async throws(ReadFailure) {
    let shown = Set(page.objects.compactMap { $0["id"]?.string })
    var before: Int64?
    if let cursor = query.first(where: { $0.name == ListPage.cursor })?.value {
      guard let created = try await created(resource, cursor, cancellation) else { return }
      before = created
    }
    let last = page.hasMore ? page.objects.last?["created"]?.integer : nil
    for (id, created) in changes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
    where !shown.contains(id) && before.map({ created < $0 }) ?? true
      && last.map({ created >= $0 }) ?? true
    {
      guard let own = try await changed(resource, id, query, cancellation) else { continue }
      let place = rows.firstIndex { $0["created"]?.integer.map { $0 <= created } ?? false }
      rows.insert(own, at: place ?? rows.count)
    }
  }

  /// An object as it was changed or made here; nil where it is not what is asked for.
  ///
  /// Ids stay in it, as in the answer of an API that expands nothing.
  private func changed(
    _ resource: Resource, _ id: String, _ query: [WireRequest.Parameter],
    _ cancellation: CancellationToken
  ) async throws(ReadFailure) -> JSONNode? {
    let bytes = try await sandbox.object(resource, id, cancellation: cancellation)
    guard let node = try? JSONReader.read(bytes) else { return nil }
    for parameter in query {
      guard resource.field(parameter.name) != nil else { continue }
      if node[parameter.name]?.string != parameter.value { return nil }
    }
    return node
  }

  /// When the object behind which a page begins was created.
  private func created(
    _ resource: Resource, _ id: String, _ cancellation: CancellationToken
  ) async throws(ReadFailure) -> Int64? {
    (try? JSONReader.read(try await object(resource, id, cancellation: cancellation)))?["created"]?
      .integer
  }

  @discardableResult
  private func take(_ objects: [JSONNode]) async throws(ReadFailure) -> [JSONNode] {
    do {
      return try await server.take(objects)
    } catch {
      throw .malformed("the rehearsal cannot hold what was read: \(error)")
    }
  }

  private func changes(of resource: Resource) async throws(ReadFailure) -> [String: Int64] {
    do {
      return try await server.changes(of: resource)
    } catch {
      throw .malformed("the rehearsal's own objects cannot be read: \(error)")
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
  private let members: [JSONNode.Member]

  static let cursor = "starting_after"

  /// Nil for what is no page.
  init?(_ bytes: [UInt8]) {
    guard let node = try? JSONReader.read(bytes), case .object(let members) = node.content,
      case .array(let objects)? = node["data"]?.content,
      case .bool(let hasMore)? = node["has_more"]?.content
    else { return nil }
    (self.members, self.objects, self.hasMore) = (members, objects, hasMore)
  }

  /// The query for the page behind this one; nil where it does not say how to go on.
  func next(after query: [WireRequest.Parameter]) -> [WireRequest.Parameter]? {
    guard let id = objects.last?["id"]?.string else { return nil }
    let cursor = WireRequest.Parameter(ListPage.cursor, id)
    if query.contains(cursor) { return nil }
    return query.filter { $0.name != ListPage.cursor } + [cursor]
  }

  /// The page with those objects instead of its own.
  func json(of rows: [JSONNode]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for member in members {
      writer.key(member.name)
      writer.node(member.name == "data" ? JSONNode(.array(rows)) : member.value)
    }
    writer.endObject()
    return writer.bytes
  }
}
