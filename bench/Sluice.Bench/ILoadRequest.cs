namespace Sluice.Bench;

/// <summary>A request as bytes, which each sending changes a little. Not thread-safe: one per connection.</summary>
internal interface ILoadRequest
{
    /// <summary>The bytes of the next request; valid until the next call.</summary>
    ReadOnlyMemory<byte> Next();

    /// <summary>Checks that an answer says what the scenario is about.</summary>
    /// <exception cref="InvalidDataException">It says anything else.</exception>
    void Check(HttpAnswer answer);
}
