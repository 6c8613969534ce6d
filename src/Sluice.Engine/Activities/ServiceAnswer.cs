namespace Sluice.Engine.Activities;

/// <summary>An answer of a service, as far as its classification needs it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">
/// The body; may be empty or no JSON. Null when it is larger than <see cref="Limits.ActivityOutputBytesMax"/> bytes.
/// </param>
/// <param name="RetryAfter">The <c>Retry-After</c> header, already turned into a span.</param>
public sealed record ServiceAnswer(int Status, ReadOnlyMemory<byte>? Body, TimeSpan? RetryAfter = null);
