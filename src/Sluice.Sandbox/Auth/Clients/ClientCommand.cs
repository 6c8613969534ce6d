using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>A change of clients or their secrets; nobody is told of it but the caller.</summary>
internal abstract class ClientCommand : WriterCommand
{
    public static RefusedException NotFound() => RefusedException.NotFound("client does not exist");

    public sealed override CommandOutcome Run(LedgerSession session, DateTimeOffset now, LedgerEvents events) =>
        new(Execute(ClientTables.Of(session), now), []);

    /// <summary>
    /// Checks everything first and only then changes anything: the writer undoes nothing when a command is refused.
    /// </summary>
    /// <returns>The <c>data</c> of the answer as JSON; empty when the answer has no body.</returns>
    /// <exception cref="RefusedException">The command is refused; nothing has changed.</exception>
    protected abstract string Execute(ClientTables tables, DateTimeOffset now);

    protected static ClientRow Require(ClientTables tables, string id) => tables.FindClient(id) ?? throw NotFound();
}
