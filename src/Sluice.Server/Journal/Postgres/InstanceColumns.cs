using Npgsql;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;

namespace Sluice.Server.Journal.Postgres;

/// <summary>The columns of an instance's projection.</summary>
internal static class InstanceColumns
{
    /// <summary>Their names, in the order in which <see cref="Read"/> reads them.</summary>
    public const string Names =
        "i.id, i.workflow_id, i.created_at, i.updated_at, i.status, i.terminated_at, i.error, i.wake_at, i.sequence";

    /// <summary>Reads a projection whose columns begin at <paramref name="first"/>.</summary>
    public static InstanceProjection Read(NpgsqlDataReader row, int first = 0) => new(
        new InstanceId(row.GetGuid(first)),
        new WorkflowId(row.GetGuid(first + 1)),
        row.GetTime(first + 2),
        row.GetTime(first + 3),
        (InstanceStatus)row.GetInt16(first + 4),
        row.GetTimeOrNull(first + 5),
        row.GetTextOrNull(first + 6),
        row.GetTimeOrNull(first + 7),
        row.GetInt32(first + 8));
}
