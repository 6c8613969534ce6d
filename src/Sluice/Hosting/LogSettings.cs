namespace Sluice.Hosting;

/// <summary>What a process says about itself on standard error while it runs.</summary>
/// <param name="Minimum">The least important level that is shown of our own messages.</param>
/// <param name="Json">One JSON object a line instead of text.</param>
internal sealed record LogSettings(LogLevel Minimum, bool Json);
