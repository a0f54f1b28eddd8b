/**
 * 256 words for phrases that two people read to each other: common, short, and told apart by their sound. The order is
 * part of the protocol: both ends derive the same words from the same digest.
 */
export const words: readonly string[] = `
acid acorn actor agent alarm album amber anchor angel ankle apple apron arrow artist atlas autumn
bacon badge baker bamboo banana basket beach beaver bell bench berry bicycle bishop blanket blossom bottle
branch bread bridge bronze bucket butter button cabin cactus camel camera canal candle canoe carbon carpet
castle cattle cedar chalk cherry chess chicken circus clover cobra coconut coffee comet copper coral cotton
cowboy crater crown crystal curtain dance denim desert diamond dolphin donkey dragon drum eagle echo elbow
elephant engine envelope falcon family farmer feather fiddle finger flame flower flute forest fossil fountain fox
frost galaxy garden garlic ginger giraffe glacier globe goblet gold gravel guitar hammer harbor harvest hazel
helmet heron hockey honey horizon hotel hunter iceberg igloo insect iron island ivory jacket jaguar jelly
jewel jungle kayak kettle kitchen koala ladder lagoon lantern laser lemon leopard library lily lion lizard
lobster lotus magnet mango maple marble market meadow melon mirror monkey morning mosquito mountain museum mustard
napkin needle nickel noodle nugget oasis ocean olive onion opera orange orchard otter oxygen oyster paddle
palace panda paper parrot pasta peanut pebble pelican pencil pepper piano pigeon pillow pilot pirate planet
plum pocket poem pollen pony potato prism pumpkin puzzle pyramid quartz rabbit radar raven ribbon river
robin rocket rose saddle salad salmon sandal satin school shadow shark silver singer siren spider sponge
statue summer sunset swan table temple thunder tiger toast tomato tornado tower trumpet tulip tunnel turtle
umbrella uncle valley velvet village violin volcano wagon walnut whale window winter wizard wolf yogurt zebra
`
  .trim()
  .split(/\s+/);
