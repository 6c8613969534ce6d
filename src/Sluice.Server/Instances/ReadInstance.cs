using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Instances;

/// <summary>The use case of reading an instance: its story is told from the journal, so it shows what is durable and no more.</summary>
public sealed class ReadInstance(IJournal journal)
{
    /// <summary>Reads an instance.</summary>
    /// <returns>Null when there is none of this id.</returns>
    /// <exception cref="JournalDamagedException">A record of the instance is missing or of a kind this version does not know.</exception>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task<InstanceHistory?> HandleAsync(InstanceId id, CancellationToken cancellationToken)
    {
        var records = await journal.ReadAsync(id, cancellationToken);
        return records.Count == 0 ? null : InstanceHistory.Of(id, records.Select(Decode));
    }

    private static RecordedTurn Decode(JournalRecord record) =>
        new(record.Sequence, record.At, InstanceEventJson.Deserialize(record.Instance, record.Sequence, record.Payload));
}
