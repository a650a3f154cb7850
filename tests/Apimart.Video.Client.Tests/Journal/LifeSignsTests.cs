using Apimart.Video.Api;
using Apimart.Video.Client.Tests.Support;
using Apimart.Video.Journal;

namespace Apimart.Video.Client.Tests.Journal;

/// <summary>Who may send what he claimed: a machine that nobody can have taken for dead since.</summary>
public sealed class LifeSignsTests
{
    private readonly ManualTime _time = new();
    private readonly LifeSigns _signs;

    public LifeSignsTests() => _signs = new LifeSigns(_time) { Limit = TimeSpan.FromSeconds(30) };

    [Fact]
    public void A_claim_stays_good_for_as_long_as_signs_come_without_a_gap()
    {
        ClaimDeadline claim = Claim();
        for (int at = 0; at < 100; at++)
        {
            Pass(30);
            claim.ThrowIfPassed();
            Show();
        }
    }

    [Fact]
    public void A_claim_is_too_late_once_nothing_was_shown_for_longer()
    {
        ClaimDeadline claim = Claim();
        Pass(31);
        Assert.Contains("for 31 seconds", Late(claim).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_after_a_gap_brings_no_earlier_claim_back_and_hinders_no_later_one()
    {
        ClaimDeadline before = Claim();
        Pass(45);
        Show();
        ClaimDeadline after = Claim();
        Pass(5);
        Show();

        Assert.Contains("for 45 seconds", Late(before).Message, StringComparison.Ordinal);
        after.ThrowIfPassed();
    }

    [Fact]
    public void A_claim_that_is_itself_the_first_sign_after_a_gap_is_good_and_one_that_lasted_as_long_is_not()
    {
        Show();
        Pass(45);
        ClaimDeadline first = Claim();
        Pass(10);
        Show();
        first.ThrowIfPassed();

        ClaimDeadline slow = _signs.Begin();
        Show(takes: 31);
        Show();
        Assert.Contains("for 31 seconds", Late(slow).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_gaps_an_earlier_one_stays_too_long_for_who_claimed_before_it()
    {
        ClaimDeadline before = Claim();
        Pass(45);
        Show();
        ClaimDeadline between = Claim();
        Pass(50);
        Show();
        ClaimDeadline after = Claim();

        Late(before);
        Late(between);
        after.ThrowIfPassed();
    }

    [Fact]
    public void A_sign_counts_from_when_its_call_was_begun()
    {
        ClaimDeadline claim = _signs.Begin();
        Show(takes: 31);
        Late(claim);
    }

    [Fact]
    public void A_call_that_was_begun_earlier_and_ends_later_takes_no_newer_sign_back()
    {
        ClaimDeadline claim = Claim();
        _signs.Show(() =>
        {
            Pass(20);
            Show();
            return true;
        });
        Pass(20);
        claim.ThrowIfPassed();
    }

    private ClaimDeadline Claim()
    {
        ClaimDeadline claim = _signs.Begin();
        Show();
        return claim;
    }

    private void Show(int takes = 0) => _signs.Show(() =>
    {
        Pass(takes);
        return true;
    });

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private static ApimartException Late(ClaimDeadline claim)
    {
        ApimartException late = Assert.Throws<ApimartException>(claim.ThrowIfPassed);
        Assert.True(late.IsNotSent);
        return late;
    }
}
