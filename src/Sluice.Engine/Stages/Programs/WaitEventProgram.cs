namespace Sluice.Engine.Stages.Programs;

internal static class WaitEventProgram
{
    internal static IEnumerable<StageStep> Run(WaitEventInput wait, DateTimeOffset startedAt)
    {
        yield return new StageStep.TakeEvent(wait.Event, wait.Timeout?.After(startedAt));
    }
}
