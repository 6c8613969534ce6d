using Sluice.Engine.Instances;

namespace Sluice.Server.Journal;

/// <summary>The records of one instance as a store has read them.</summary>
internal static class InstanceRecords
{
    /// <summary>Checks that none is missing.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="records">Its records, in order.</param>
    /// <param name="last">The sequence that its projection knows, from the same commit; 0 when there is no projection.</param>
    /// <exception cref="JournalDamagedException">One is; the exception names the first.</exception>
    public static void CheckComplete(InstanceId instance, List<JournalRecord> records, long last)
    {
        for (var i = 0; i < records.Count; i++)
        {
            if (records[i].Sequence != i + 1)
            {
                throw new JournalDamagedException(instance, i + 1, $"it is missing; the next one there is record {records[i].Sequence}");
            }
        }

        if (records.Count < last)
        {
            throw new JournalDamagedException(instance, records.Count + 1, $"it is missing; the last one must be record {last}");
        }

        if (records.Count > last)
        {
            throw new JournalDamagedException(instance, last + 1, $"the instance's projection knows of {last} records only");
        }
    }
}
