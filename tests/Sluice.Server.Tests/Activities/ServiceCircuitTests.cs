using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Activities;

namespace Sluice.Server.Tests.Activities;

public sealed class ServiceCircuitTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly ServiceCircuit _circuit;

    public ServiceCircuitTests() => _circuit = new ServiceCircuit("ledger", _clock);

    [Fact]
    public void It_opens_after_ten_failures_in_a_row_and_says_since_when_and_why()
    {
        Fail("status 503");
        _clock.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 8; i++)
        {
            Fail("status 503");
        }

        Assert.Null(_circuit.WhyPaused());
        Fail("connection refused");

        const string Reason = "ledger has been failing since 2026-01-02T03:04:05Z: connection refused; calls are paused";
        Assert.Equal(Reason, _circuit.WhyPaused());
        Assert.Null(_circuit.TryEnter(out var reason));
        Assert.Equal(Reason, reason);
    }

    [Fact]
    public void An_answer_in_between_starts_the_count_again()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < ServiceCircuit.FailuresMax - 1; i++)
            {
                Fail("status 500");
            }

            Answer();
        }

        Assert.Null(_circuit.WhyPaused());
    }

    [Fact]
    public void When_its_time_is_over_one_attempt_finds_out_and_the_others_wait_for_it()
    {
        Open();
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Null(_circuit.TryEnter(out _));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(_circuit.WhyPaused());

        var probe = _circuit.TryEnter(out _);

        Assert.True(probe!.IsProbe);
        Assert.Null(_circuit.TryEnter(out _));
        Assert.NotNull(_circuit.WhyPaused());
        probe.Answered();
        probe.Dispose();
        Assert.Null(_circuit.WhyPaused());
        Assert.False(Enter().IsProbe);
    }

    [Fact]
    public void While_probes_fail_it_stays_open_for_longer_and_longer_up_to_ten_seconds()
    {
        Open();

        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 10 })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.NotNull(_circuit.WhyPaused());
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            using var probe = Enter();
            Assert.True(probe.IsProbe);
            probe.Failed("still ill");
        }

        Assert.Contains("since 2026-01-02T03:04:05Z: still ill;", _circuit.WhyPaused(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_recovery_it_opens_for_a_second_again()
    {
        Open();
        _clock.Advance(TimeSpan.FromSeconds(1));
        using (var probe = Enter())
        {
            probe.Failed("still ill");
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        Answer();
        Open();

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_circuit.WhyPaused());
    }

    [Fact]
    public void A_probe_that_was_not_sent_leaves_the_next_one_to_find_out()
    {
        Open();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Enter().Dispose();

        using var next = Enter();
        Assert.True(next.IsProbe);
    }

    [Fact]
    public void Attempts_that_left_before_it_opened_close_it_with_an_answer_and_change_nothing_with_a_failure()
    {
        using var early = Enter();
        using var other = Enter();
        Open();
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        other.Failed("too");
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Null(_circuit.WhyPaused());

        early.Answered();
        Assert.False(Enter().IsProbe);
    }

    private CircuitPass Enter() => _circuit.TryEnter(out _) ?? throw new InvalidOperationException("kept back");

    private void Fail(string how)
    {
        using var pass = Enter();
        pass.Failed(how);
    }

    private void Answer()
    {
        using var pass = Enter();
        pass.Answered();
    }

    private void Open()
    {
        for (var i = 0; i < ServiceCircuit.FailuresMax; i++)
        {
            Fail("status 503");
        }
    }
}
