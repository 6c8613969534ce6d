using Sluice.Runs;

namespace Sluice.Display;

/// <summary>Shows a run while it runs. Used once.</summary>
internal interface IRunDisplay
{
    /// <summary>Shows one state after the other, and returns when there are no more.</summary>
    /// <param name="snapshots">How the run stands, again and again. What ends them, such as a cancellation, is thrown on.</param>
    Task ShowAsync(IAsyncEnumerable<RunSnapshot> snapshots);
}
