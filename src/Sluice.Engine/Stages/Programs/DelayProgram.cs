namespace Sluice.Engine.Stages.Programs;

internal static class DelayProgram
{
    internal static IEnumerable<StageStep> Run(DelayInput delay, DateTimeOffset startedAt)
    {
        yield return new StageStep.Sleep(delay.Until ?? delay.Duration.GetValueOrDefault().After(startedAt));
    }
}
