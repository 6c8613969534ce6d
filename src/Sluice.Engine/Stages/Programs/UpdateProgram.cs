using Sluice.Engine.Activities;

namespace Sluice.Engine.Stages.Programs;

internal static class UpdateProgram
{
    internal static IEnumerable<StageStep> Run(UpdateInput update)
    {
        var account = update.Account;
        yield return new StageStep.Call(new AddAccountMetadata(account.Id, account.Ledger, account.Metadata));
    }
}
