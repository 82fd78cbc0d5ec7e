package io.github.etcdrunbook.world;

import static io.github.etcdrunbook.world.Rehearsal.CP1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.etcdrunbook.action.Act;
import io.github.etcdrunbook.action.Reversibility;
import io.github.etcdrunbook.action.Undo;
import io.github.etcdrunbook.action.Undoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The undo law: for every prefix of a restore, done and undone, the world is as it was. */
class UndoLawTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** The undo of each effect, as actions give it. */
  private static Undo undo(Effect effect) {
    return switch (effect) {
      case Effect.PutFile put -> Undo.By.one(new Effect.Remove(put.host(), put.path()));
      case Effect.Move move -> Undo.By.one(new Effect.Move(move.host(), move.to(), move.from()));
      case Effect.Copy copy -> Undo.By.one(new Effect.Remove(copy.host(), copy.to()));
      case Effect.Remove ignored -> new Undo.Irreversible("it is gone");
      case Effect.Control control ->
          switch (control.verb()) {
            case STOP -> Undo.By.one(Rehearsal.start(control.host(), control.unit()));
            case START ->
                new Undo.By(
                    List.of(
                        Rehearsal.stop(control.host(), control.unit()),
                        Rehearsal.gone(control.host(), control.unit())));
            case RESTART -> new Undo.NotNeeded("as good as before");
          };
      case Effect.RestoreSnapshot restore ->
          Undo.By.one(new Effect.Remove(restore.host(), restore.target().directory()));
      case Effect.MakeFolder folder -> {
        String aside = folder.path() + ".undone-" + Rehearsal.RUN;
        yield new Undo.By(
            List.of(
                new Effect.Move(folder.host(), folder.path(), aside),
                new Effect.Remove(folder.host(), aside)));
      }
      case Effect.Configure configure ->
          Undo.By.one(new Effect.Configure(configure.host(), configure.file(), Optional.empty()));
      case Effect.MemberAdd add ->
          Undo.By.one(
              new Effect.MemberRemove(
                  add.host(), new Value.Pending<>(Rehearsal.ref(0), "member"), add.peerUrls()));
      case Effect.MemberPromote promote ->
          Undo.By.one(
              new Effect.MemberRemove(promote.host(), promote.member(), promote.peerUrls()));
      case Effect.MemberRemove ignored -> new Undo.Irreversible("its id never comes back");
      case Effect.MemberUpdate ignored -> new Undo.ByHand("put the old URLs back");
      case Effect.SaveSnapshot ignored -> new Undo.NotNeeded("a snapshot more");
      case Effect.SealFiles ignored -> new Undo.NotNeeded("a file more on this machine");
      case Effect.RemoveSnapshot ignored -> new Undo.Irreversible("it is deleted");
      case Effect.DisarmAlarm ignored -> new Undo.NotNeeded("etcd raises it again");
      case Effect.WriteProbe ignored -> new Undo.NotNeeded("it leaves nothing");
      case Effect.Compact ignored -> new Undo.NotNeeded("every key is as it was");
      case Effect.Defragment ignored -> new Undo.NotNeeded("the data is as it was");
      case Effect.LeaderAway ignored -> new Undo.NotNeeded("any voter may lead");
      case Effect.Await ignored -> new Undo.NotNeeded("it changes nothing");
      case Effect.Exec ignored -> new Undo.ByHand("call the vendor");
    };
  }

  private static List<Reversibility.Planned> planned(List<Effect> effects) {
    List<Reversibility.Planned> planned = new ArrayList<>();
    for (Effect effect : effects) {
      planned.add(
          new Reversibility.Planned(
              Rehearsal.ref(planned.size()), Act.of(effect, undo(effect), LIMIT)));
    }
    return planned;
  }

  private static List<Undoing.Done> done(List<Effect> effects) {
    return planned(effects).stream()
        .map(one -> new Undoing.Done(one.ref(), one.act(), new EffectResult.Nothing()))
        .toList();
  }

  static List<SlowWorldBuilder> worlds() {
    return List.of(
        SlowWorld.builder(),
        SlowWorld.builder().systemd(),
        SlowWorld.builder().crashing("cp3"),
        SlowWorld.builder().crashing("cp2").crashing("cp3"));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void everyPrefixOfARestoreIsReversibleInTheForecast(SlowWorldBuilder builder) {
    Rehearsal rehearsal = new Rehearsal(builder.build());
    RestoreScript script = new RestoreScript(rehearsal.reader());
    Forecast start = new Forecast(rehearsal.reader());

    assertEquals(Optional.empty(), Reversibility.firstLoss(start, planned(script.all())));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void everyPrefixOfARestoreIsUndoneInTheSlowWorld(SlowWorldBuilder builder) {
    SortedFacts before = facts(new Rehearsal(builder.build()));
    int length = new RestoreScript(new Rehearsal(builder.build()).reader()).all().size();
    for (int prefix = 1; prefix <= length; prefix += 1) {
      Rehearsal rehearsal = new Rehearsal(builder.build());
      List<Effect> effects = new RestoreScript(rehearsal.reader()).all().subList(0, prefix);
      rehearsal.performAll(effects);
      for (Undoing.Part part : Undoing.of(done(effects)).parts()) {
        rehearsal.performAll(List.of(part.effect()));
      }
      assertEquals(
          before.text(),
          facts(rehearsal).text(),
          "after the undo of " + EffectText.withHost(effects.get(prefix - 1)));
      assertEquals(List.of(), rehearsal.world.hazards());
    }
  }

  @Test
  void everyPrefixOfAJoinIsReversibleInTheForecast() {
    Rehearsal rehearsal = new Rehearsal(SlowWorld.builder().fresh(1).build());
    Forecast start = new Forecast(rehearsal.reader());

    assertEquals(
        Optional.empty(),
        Reversibility.firstLoss(start, planned(JoinScript.join(rehearsal.reader()))));
  }

  @Test
  void everyPrefixOfAJoinIsUndoneInTheSlowWorld() {
    SlowWorldBuilder builder = SlowWorld.builder().fresh(1);
    SortedFacts before = facts(new Rehearsal(builder.build()));
    int length = JoinScript.join(new Rehearsal(builder.build()).reader()).size();
    for (int prefix = 1; prefix <= length; prefix += 1) {
      Rehearsal rehearsal = new Rehearsal(builder.build());
      List<Effect> effects = JoinScript.join(rehearsal.reader()).subList(0, prefix);
      rehearsal.performAll(effects);
      // A change of members is refused for some seconds after a promotion.
      rehearsal.world.tick(100);
      for (Undoing.Part part : Undoing.of(done(effects)).parts()) {
        rehearsal.performAll(List.of(part.effect()));
      }
      assertEquals(
          before.text(),
          facts(rehearsal).text(),
          "after the undo of " + EffectText.withHost(effects.get(prefix - 1)));
      assertEquals(List.of(), rehearsal.world.hazards());
    }
  }

  private static SortedFacts facts(Rehearsal rehearsal) {
    rehearsal.world.tick(500);
    return SortedFacts.settled(rehearsal.reader());
  }

  @Test
  void theFirstActWithoutAnInverseIsThePointOfNoReturn() {
    Rehearsal rehearsal = new Rehearsal(SlowWorld.builder().build());
    RestoreScript script = new RestoreScript(rehearsal.reader());
    List<Effect> effects = new ArrayList<>(script.stage());
    effects.add(new Effect.Remove(CP1, RestoreScript.STAGED));
    effects.addAll(script.stop(Unit.KUBE_APISERVER));

    Optional<Reversibility.Loss> loss =
        Reversibility.firstLoss(new Forecast(rehearsal.reader()), planned(effects));
    assertEquals(
        Optional.of(new Reversibility.Loss(Rehearsal.ref(script.stage().size()), "it is gone")),
        loss);
  }

  @Test
  void anInverseThatForgetsSomethingIsFound() {
    Rehearsal rehearsal = new Rehearsal(SlowWorld.builder().build());
    Effect.Move move = new Effect.Move(CP1, "/var/lib/etcd/member", "/var/lib/elsewhere");
    Act wrong =
        Act.of(move, Undo.By.one(new Effect.Copy(CP1, move.to(), "/var/lib/etcd/other")), LIMIT);

    Optional<Reversibility.Loss> loss =
        Reversibility.firstLoss(
            new Forecast(rehearsal.reader()),
            List.of(
                new Reversibility.Planned(
                    Rehearsal.ref(0),
                    Act.of(
                        Rehearsal.stop(CP1, Unit.ETCD),
                        Undo.By.one(Rehearsal.start(CP1, Unit.ETCD)),
                        LIMIT)),
                new Reversibility.Planned(Rehearsal.ref(1), wrong)));
    assertEquals(Rehearsal.ref(1), loss.orElseThrow().at());
  }

  @Test
  void undoStopsAtTheFirstActThatOnlyAPersonCanTakeBack() {
    List<Effect> effects =
        List.of(
            Rehearsal.stop(CP1, Unit.KUBE_APISERVER),
            Effect.Exec.of(CP1, List.of("x"), List.of()),
            Rehearsal.stop(CP1, Unit.KUBE_SCHEDULER));

    Undoing undoing = Undoing.of(done(effects));
    assertEquals(
        List.of(Rehearsal.start(CP1, Unit.KUBE_SCHEDULER)),
        undoing.parts().stream().map(Undoing.Part::effect).toList());
    assertEquals(Rehearsal.ref(1), undoing.end().orElseThrow().at());
    assertTrue(undoing.end().orElseThrow().why().contains("call the vendor"));
  }
}
