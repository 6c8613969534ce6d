namespace Sluice.Server.Journal;

/// <summary>Whether the store can be written to.</summary>
public interface IStoreHealth
{
    /// <summary>Makes a small durable write.</summary>
    /// <returns>Null when it succeeded, else what went wrong, without secrets.</returns>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}
