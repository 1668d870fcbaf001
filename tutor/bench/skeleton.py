"""What a new curriculum begins with: three small files that work as they stand, with comments that say what to change.

They derive why office paper has the sides it has: a definition, an experiment with its figures, a result
in full shape. The figures are the sizes of ISO 216; nothing in it is made up.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = ("curriculum.yaml", "01-evidence.yaml", "02-derived.yaml")
GOAL: Final = "halving-sheet"


def titled(name: str) -> str:
    """A title for a curriculum of that id: `heat-engines` is called Heat engines."""
    return name.replace("-", " ").capitalize()


def skeleton(name: str, title: str) -> dict[str, str]:
    """The files of a curriculum with that id (a slug) and title (any text), by name."""
    header = _HEADER.replace("@id@", name).replace("@title@", _quoted(title))
    return dict(zip(NAMES, (header, _EVIDENCE, _DERIVED), strict=True))


def _quoted(text: str) -> str:
    """The text as YAML reads it back, whatever is in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_HEADER: Final = """\
# A curriculum that works as it stands. Change it piece by piece, and let `tutor check` look on.
# docs/authoring.md has every field; `tutor schema --write curriculum.schema.json` lets an editor complete them.
format: 1
id: @id@                        # the name of this folder
title: @title@
licence: CC-BY-4.0              # of your texts
# authors: [Your Name]
# needs: [ground]               # other curricula whose concepts yours may require, as ground/ratio
goals: [halving-sheet]          # what is worth aiming at, the suggested one first
# Concepts and exhibits stand in the other files of this folder, which are read in the order of their names.
"""

_EVIDENCE: Final = r"""# A unit: what the result of the next one rests on, a definition and an experiment.
unit: What can be seen

exhibits:
  - id: sheets                            # evidence that questions show or reveal by this id
    title: Sheets of the A series, by a ruler
    provenance: measured                  # measured | reconstructed | computed | thought-experiment; always shown
    source: Sizes as ISO 216 has them; a ruler laid on sheets from a shop finds the same
    units: mm
    uncertainty: 2 mm at most, as cut
    body: |
      | sheet | longer side | shorter side |
      |---|---|---|
      | A3 | 420 | 297 |
      | A4 | 297 | 210 |
      | A5 | 210 | 148 |
      | A6 | 148 | 105 |

concepts:
  - id: shape                             # ids: small letters, digits, hyphens; learners' records hang on them
    title: The shape of a sheet is the quotient of its sides
    before: when two sheets look alike    # the neutral title until it's established; a title may give the result away
    kind: definition                      # axiom | definition | experiment | result | model | claim | skill
    wonder: A photograph is enlarged and still looks the same. What is it that stays?
    claim: Two sheets have the same shape when their longer sides are the same multiple of their shorter ones.
    misconceptions:
      - id: same-difference
        title: Takes shapes to be the same when the sides differ by as much
        seen: >-
          The addition strategy in ratio problems: K. Hart (ed.), Children's Understanding of Mathematics, 11-16 (1981)
    questions:
      - id: enlarged                      # the first question is the leap: the one worth being asked
        ask: |
          A photograph is {=w} cm wide and {=h} cm high. Enlarged, it is {=k*w} cm wide and shows just the same.
          How many centimetres high is it now?
        parameters:                       # what varies; `tutor check` proves key and mistakes over 200 draws
          w: {kind: integer, from: 6, to: 15}
          h: {kind: integer, from: 4, to: 13}
          k: {kind: integer, from: 2, to: 5}
          where: ["h < w"]
        answer: {kind: number, value: "k*h"}
        difficulty: -1                    # 0: a prepared learner gets it every other time; -1.4: four in five
        mistakes:                         # wrong answers that people give, each with the question that answers it
          - value: "h + k*w - w"
            misconception: same-difference
            goto: a-square-by-addition    # asked first; then the learner is back here
          - value: "h"
            ask: Only the width has grown. Would a face on it still look the same?
        hints:                            # each asks for the next thought; none says the answer
          - How many of the old photographs lie side by side along the new one?
        solution: |
          The new width is {=k} times the old one, so everything on it has grown {=k} times: the height is
          ${=k} \cdot {=h} = {=k*h}$ cm.
        shows: What keeps its look keeps the quotient of its sides.
      - id: a-square-by-addition
        ask: |
          A square with sides of {=a} cm and a strip {=a} cm by 1 cm: to both sides of each we add {=d} cm.
          How many times as long as it's wide is the strip now?
        parameters:
          a: {kind: integer, from: 5, to: 30}
          d: {kind: integer, from: 2, to: 9}
        answer: {kind: number, value: "(a + d)/(1 + d)"}
        difficulty: -0.5
        mistakes:
          - value: "a"
            misconception: same-difference
            ask: Before, it was {=a} times as long. How long and how wide is it after {=d} cm were added to both?
        solution: |
          It's {=a + d} cm long and {=1 + d} cm wide, ${=(a + d)/(1 + d)}$ times as long as wide, and was {=a} times.
          The square stays a square. To add the same on both sides keeps the difference, and not the shape.

  - id: halves-look-alike
    title: A sheet of the A series, cut in half, keeps its shape
    before: a sheet and its half
    kind: experiment                      # rests on an exhibit that was `measured`
    requires: [shape]
    wonder: Fold a sheet of office paper in half. Does it look like itself?
    claim: Half a sheet of the A series has the shape of the whole.
    # sources: [your-notes/paper.md#sizes]  # passages of documents that stand behind it
    questions:
      - id: poster
        ask: |
          Posters come in the A series, too. One of them is {=a} cm wide. About how many centimetres long is it?
          Two in a hundred more or less will do.
        parameters:
          a: {kind: integer, from: 30, to: 90}
        answer: {kind: number, value: "1.414*a", tolerance: "0.028*a"}
        difficulty: 0.6
        uses: [shape]                     # concepts exercised beside its own; evidence goes to these too
        mistakes:
          - value: "2*a"
            ask: Cut such a poster in half, across. What would the halves be?
          - value: "a + 9"
            ask: An A4 sheet is about 9 cm longer than wide. Is that difference what all of the series share?
        hints:
          - What do all sheets of the series have in common?
        steps:                            # smaller questions that lead to it
          - id: fold
            ask: |
              An A4 sheet is cut in half, across its longer side. Before you measure: what will the half look like?
            answer:
              kind: predict               # a commitment first; every option is accepted
              options:
                longer: Longer and thinner than the whole, for its width
                same: Like the whole, only smaller
                stout: Stouter than the whole, more like a square
              reveal: sheets              # then the evidence
          - id: reconcile                 # then the question about the difference
            ask: |
              A4, cut in half, gives A5, and so on. Divide the longer side by the shorter one, for each sheet of the table.
              Which number do all of them come close to? One decimal will do.
            exhibits: [sheets]
            answer: {kind: number, value: "1.41", tolerance: "0.02"}
            difficulty: -0.8
            uses: [shape]
            mistakes:
              - value: "0.71"
                ask: Is the longer side less than once the shorter one?
              - value: "2"
                ask: The longer side of A3 is twice the shorter side of which sheet?
            hints:
              - Begin with A4. Is 297 closer to once or to twice 210?
        solution: |
          $420 : 297$, $297 : 210$, $210 : 148$ and $148 : 105$ all come to 1.41 or 1.42. Within the 2 mm of cutting that
          is one number: every half looks like its whole. So the poster is about {=round(1.414*a)} cm long.
        shows: All sheets of the A series have one quotient of sides, about 1.41.
      - id: another-sheet
        role: further
        ask: |
          A newspaper page is {=a} cm by {=b} cm. It's cut in half across its longer side. Does the half have the shape of
          the page?
        parameters:
          a: {kind: integer, from: 26, to: 32}
          b: {kind: integer, from: 46, to: 52}
        answer:
          kind: choice
          options: {yes: "Yes", no: "No", turned: "Only when it's turned by a quarter"}
          value: no
          shuffle: false
        difficulty: -0.2
        uses: [shape]
        mistakes:
          - value: yes
            ask: What is the quotient of the sides of the page, and what that of its half?
          - value: turned
            ask: Does turning a sheet change which of its sides is the longer one?
        solution: |
          The page is about {=round(100*b/a)/100} times as long as wide; its half has sides of {=a} cm and {=b/2} cm, with
          another quotient. Halving keeps the shape of some sheets only. Of which?
"""

_DERIVED: Final = r"""# A result in full shape: a leap with parameters, steps, a misconception, own words, transfer, limits.
unit: What follows

concepts:
  - id: halving-sheet
    title: A sheet keeps its shape under halving when its sides are as √2 to 1
    aliases: [the A series, paper sizes]  # other words for it; searched, and understood by --to
    before: the sheet that looks like its half
    kind: result                          # derived: rests on axioms, definitions or experiments
    requires: [shape, halves-look-alike]
    wonder: 297 by 210 is an odd size for a sheet of paper. Who would choose that?
    claim: Only with $b = \sqrt 2\, a$ has the half of a sheet with sides $a < b$ the shape of the whole.
    misconceptions:
      - id: half-means-double
        title: Takes it that to be halved a side must be twice the other
        seen: replace this by where you saw it (a study, a collection of answers)
    questions:
      - id: longer-side
        role: leap
        ask: |
          A sheet is {=a} cm wide and longer than that. Cut in half across its longer side, each half has the shape of
          the whole sheet. How many centimetres is its longer side?
        parameters:
          a: {kind: integer, from: 5, to: 60}
        answer: {kind: number, value: "a*sqrt(2)"}
        difficulty: 1
        uses: [shape, halves-look-alike]  # a result must use all that it requires
        mistakes:
          - value: "2*a"
            misconception: half-means-double
            ask: Then the half would be {=a} cm by {=a} cm. Is the whole sheet a square, too?
          - value: "3*a/2"
            ask: How long and how wide is the half then, and what is the quotient of its sides?
        hints:
          - Which side of the half is its longer one?
        steps:                            # smaller questions that lead there; cut where the thought turns
          - id: sides-of-the-half
            ask: |
              A sheet is {=a} cm wide and $b$ cm long, with $b$ less than {=2*a}. It's cut in half across its longer side.
              How many centimetres is the *shorter* side of the half?
            answer: {kind: expression, names: [b], value: "b/2"}
            difficulty: -1
            mistakes:
              - value: "a/2"
                ask: Through which side goes the cut?
              - value: "b"
                ask: Which of the two sides has been cut?
          - id: its-quotient
            ask: |
              The half has the sides {=a} cm and $\frac b2$ cm. How many times its shorter side is its longer one? Write it
              with $b$.
            answer: {kind: expression, names: [b], domain: positive, value: "2*a/b"}
            difficulty: -0.3
            uses: [shape]
            mistakes:
              - value: "b/(2*a)"
                ask: Which of the two is the longer one, if $b$ is less than {=2*a}?
          - id: equal-shapes
            ask: |
              The whole has the quotient $\frac b{{=a}}$, the half $\frac{{=2*a}}b$. Both have the same shape. So what
              is $b^2$?
            answer: {kind: number, value: "2*a^2"}
            difficulty: 0.2
            uses: [shape, halves-look-alike]
            mistakes:
              - value: "2*a"
                misconception: half-means-double
                ask: Multiply both quotients by $b$ and by {=a}. What is on either side?
          - id: root
            ask: |
              $b^2 = {=equal_shapes}$, and $b$ is a length. What is $b$?
            answer: {kind: number, value: "a*sqrt(2)"}
            difficulty: -0.4
            mistakes:
              - value: "a^2"
                ask: What is that number, times itself?
        solution: |
          The half has the sides {=a} and $\frac b2$. The same shape means $\frac b{{=a}} = \frac{{=2*a}}b$, so
          $b^2 = {=2*a^2}$ and $b = {=a*sqrt(2)}$ cm: as measured, about 1.41 times the width.
        shows: A sheet that halves into its own shape has sides as $\sqrt 2$ to 1.
      - id: into-strips
        role: transfer                    # use it where it wasn't made for
        ask: |
          A sheet {=a} cm wide is cut into {=n} equal pieces, by cuts across its longer side. Each piece has the shape of the
          whole sheet. How many centimetres is its longer side?
        parameters:
          a: {kind: integer, from: 5, to: 60}
          n: {kind: one-of, of: ["3", "5", "6", "7"]}
        answer: {kind: number, value: "a*sqrt(n)"}
        difficulty: 0.8
        uses: [shape]
        mistakes:
          - value: "a*n"
            misconception: half-means-double
            ask: Then each piece would be a square. Is the whole sheet one?
          - value: "a*sqrt(2)"
            ask: That sheet keeps its shape when it's cut in two. What is the shorter side of a piece here?
        solution: |
          A piece has the sides {=a} and $\frac b{{=n}}$, so $\frac b{{=a}} = \frac{{=n*a}}b$ and $b^2 = {=n*a^2}$:
          $b = {=a*sqrt(n)}$ cm.
        shows: What is said of halves holds of any number of pieces, with its root.
      - id: any-sheet
        role: limits                      # where it stops to hold; it needs the derivation, not the formula
        ask: |
          Here is an argument about a sheet of {=2*a} cm by {=3*a} cm. Which line fails?
        parameters:
          a: {kind: integer, from: 4, to: 40}
        answer:
          kind: flaw
          lines:
            - Its sides are as 3 to 2.
            - It's cut in half across its longer side, so each half is {=2*a} cm by {=3*a/2} cm.
            - A half of a sheet has the shape of the whole.
            - So the sides of the half are as 3 to 2, too.
          value: 3
        difficulty: 0.3
        uses: [halves-look-alike]
        mistakes:
          - value: 4
            ask: If every line before it were true, would that line follow?
          - value: 2
            ask: Which side is cut, and how long is it then?
        solution: |
          The sides of the half are as 4 to 3. That halves keep the shape was measured on sheets of the A series, and
          derived for sides as $\sqrt 2$ to 1; this sheet has other sides.
      - id: in-your-own-words
        role: own-words                   # compared by the learner with a rubric; never graded
        ask: In two or three sentences, why is a sheet of office paper 297 mm by 210 mm, and not 300 by 200?
        answer:
          kind: own-words
          rubric:
            - point: A sheet is to look like its half, so that the same page fits on both.
              question: halves-look-alike/fold   # an unticked point opens this question ... of this concept or one below it
            - point: The same shape means the same quotient of sides, for the whole and for its half.
              question: equal-shapes
            - point: From that follows that the square of the longer side is twice that of the shorter one.
              question: equal-shapes
        solution: |
          A page on it should fit on half a sheet, only smaller. So the whole and the half need the same quotient of sides. That
          makes the square of the longer side twice the square of the shorter one, and 297 is about 1.41 times 210.
"""
