public import PipelinePlugins

extension Pipeline {
  /// Returns the consumer with a name: a reader of the journal whose place is kept in the store. Programs that send
  /// changes to other systems use one for each system.
  ///
  ///     let billing = pipeline.consumer("crm-to-billing")
  ///     for try await batch in billing.batches() {
  ///       try await post(batch.changes)
  ///       try await billing.acknowledge(batch)
  ///     }
  ///
  /// A change is delivered at least once: after a crash, the changes that were not acknowledged are delivered again.
  ///
  /// - Parameter first: The place of a consumer that has acknowledged nothing yet.
  public func consumer(_ name: String, startingAfter first: Cursor = .start) -> Consumer {
    Consumer(pipeline: self, name: StoredText.name(name), first: first)
  }

  /// A named reader of the journal.
  public struct Consumer: Sendable {
    let pipeline: Pipeline
    /// The name, unique in the workspace.
    public let name: String
    let first: Cursor

    /// Changes that are acknowledged together.
    public struct Batch: Hashable, Sendable {
      /// The changes, in the order of the journal; at least one.
      public let changes: [Change]
      /// The cursor that the consumer has after acknowledging the batch.
      public let cursor: Cursor
      /// The name of the consumer.
      public let consumer: String
      /// The version of the consumer's record when the batches were begun; 0 if it had none.
      let version: Int64
    }

    /// Returns the cursor up to which changes were acknowledged.
    /// - Throws: ``Refused`` for a blank name, or ``StoreError``.
    public func cursor() async throws -> Cursor { try await stored().map { Cursor($0.sequence) } ?? first }

    /// Returns the changes of all records after the acknowledged ones, in batches. The sequence never ends: it waits for
    /// the next change. Changes of consumers are left out.
    ///
    /// Each iteration begins after the acknowledged changes, and continues after its own last batch: several batches can
    /// be acknowledged with the last of them.
    /// - Parameter limit: The maximum number of changes in a batch, at least 1. A transaction can be split over batches.
    public func batches(limit: Int = 500) -> Batches { Batches(consumer: self, limit: max(1, limit)) }

    /// Advances the consumer to the end of a batch, in a transaction. It never moves backwards.
    ///
    /// A program that writes to the same pipeline for each batch can acknowledge it with those writes, exactly once, by
    /// ``Transaction/acknowledge(_:)``.
    /// - Throws: ``StoreError/conflict(_:)`` if the batch was acknowledged before, also by another process with the same
    ///   consumer; another ``StoreError``, such as ``StoreError/openedForReading(place:)``.
    public func acknowledge(_ batch: Batch) async throws {
      for attempt in 0..<2 {
        do {
          return try await pipeline.retrying(by: Self.author, granted: .everything) {
            try await $0.acknowledge(batch)
          }
        } catch let refused as Refused where attempt == 0 && refused.refusals.allSatisfy({ $0.code == .duplicate }) {
          // Another process has made the consumer's record in the meantime.
        }
      }
    }

    /// The author of acknowledgements.
    static let author = "consumer"

    /// The record of the consumer; `nil` if nothing was acknowledged.
    func stored() async throws -> Record<ConsumerBody>? { try await Self.stored(name, pipeline.store) }

    static func stored(_ name: String, _ store: any Store) async throws -> Record<ConsumerBody>? {
      guard !name.isEmpty else { throw Refused([Refusal(.missing, "name", RefusalPhrase.consumerNeedsName)]) }
      guard let stored = try await store.find(.consumer, "name", in: [.text(name)]).first else { return nil }
      return Record(id: stored.id, version: stored.version, body: try ConsumerBody.fields.decode(stored.cells))
    }

    /// The batches of a consumer.
    ///
    /// The iterator throws ``StoreError``, and `CancellationError` if its task is cancelled. After an error, its next
    /// call continues where it was.
    public struct Batches: AsyncSequence, Sendable {
      let consumer: Consumer
      let limit: Int

      /// Returns an iterator, which begins after the acknowledged changes.
      public func makeAsyncIterator() -> Iterator { Iterator(consumer: consumer, limit: limit) }

      /// Reads one batch after another.
      public struct Iterator: AsyncIteratorProtocol, Sendable {
        private let consumer: Consumer
        private let limit: Int
        private var begun: (reader: ChangeReader, version: Int64)?

        fileprivate init(consumer: Consumer, limit: Int) {
          self.consumer = consumer
          self.limit = limit
        }

        /// Returns the next batch, and waits for it if necessary. It is never `nil`.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Batch? {
          try Task.checkCancellation()
          if begun == nil {
            let stored = try await consumer.stored()
            let cursor = stored.map { Cursor($0.sequence) } ?? consumer.first
            begun = (ChangeReader(after: cursor, viewer: nil), stored?.version ?? 0)
          }
          guard let begun else { return nil }
          var reader = begun.reader
          var changes: [Change] = []
          while changes.isEmpty {
            changes = try await reader.page(of: consumer.pipeline, limit: limit).filter { $0.kind != .consumer }
          }
          self.begun?.reader = reader
          return Batch(changes: changes, cursor: reader.cursor, consumer: consumer.name, version: begun.version)
        }
      }
    }
  }
}

extension Transaction {
  /// Advances a consumer to the end of a batch, together with the other changes of the transaction: if they are
  /// committed, the batch is acknowledged, and it is delivered again if they are not.
  ///
  /// - Throws: ``StoreError/conflict(_:)`` if the batch was acknowledged before.
  public nonisolated(nonsending) mutating func acknowledge(_ batch: Pipeline.Consumer.Batch) async throws {
    if replay != nil { return }
    let stored = try await Pipeline.Consumer.stored(batch.consumer, settledStore())
    let place = ConsumerBody(name: batch.consumer, sequence: batch.cursor.sequence, acknowledgedAt: recordedAt)
    guard let stored else {
      _ = create(ConsumerBody.fields, place)
      return
    }
    guard stored.sequence < batch.cursor.sequence else {
      throw StoreError.conflict(
        VersionConflict(
          key: RecordKey(.consumer, stored.id), expected: batch.version, found: stored.version))
    }
    _ = update(ConsumerBody.fields, stored, to: place)
  }
}
